using static TorchSharp.torch;

namespace SimClr.Core.Distributed;

/// <summary>
/// The processes that train one model together, called ranks, and what they exchange. Each rank calls the same methods in the same order;
/// a call returns once every rank has made it.
/// </summary>
/// <remarks>
/// <para><see cref="SingleProcess"/> is the default. The package SimClr.Core.Mpi implements it on an installed MPI library; a custom one is
/// a class of five methods.</para>
/// <para>Tensors are dense, contiguous and on the CPU. Every rank gives a tensor of the same type; where not said otherwise also of the
/// same shape. Used from one thread at a time. A result is the same, to the bit, on every rank, and in every run of as many ranks.</para>
/// <para>A rank that fails must end the others, which would wait for it: that is left to whoever started the ranks.</para>
/// </remarks>
public interface ICollective
{
    /// <summary>The number of this process among all, from 0. Rank 0 alone writes files and reports progress.</summary>
    int Rank { get; }

    /// <summary>The number of processes, at least 1.</summary>
    int Size { get; }

    /// <summary>Sums a tensor over all ranks.</summary>
    /// <param name="tensor">
    /// Of type Float32, Float64, Int64 or BFloat16; of at least one value. Overwritten by the sum. BFloat16 is exchanged as it is, summed in
    /// Float32 and rounded once.
    /// </param>
    void AllReduce(Tensor tensor);

    /// <summary>Begins to sum a tensor over all ranks, while this one goes on with other work.</summary>
    /// <param name="tensor">As for <see cref="AllReduce"/>. Must be neither read nor changed nor disposed until the result says that it is done.</param>
    /// <returns>To be waited for; several at once are waited for in any order. By default the sum is complete already.</returns>
    IPendingCollective BeginAllReduce(Tensor tensor)
    {
        AllReduce(tensor);
        return CompletedCollective.Instance;
    }

    /// <summary>Gives every rank the tensors of all.</summary>
    /// <param name="tensor">Of any type; borrowed. The ranks' tensors have the same dimensions but for the first, which may differ and be 0.</param>
    /// <returns>One new tensor for each rank, in the order of ranks; owned by the caller.</returns>
    IReadOnlyList<Tensor> AllGather(Tensor tensor);

    /// <summary>Gives every rank the tensor of one.</summary>
    /// <param name="tensor">Of any type. Overwritten on all ranks but the root.</param>
    /// <param name="root">The rank that gives it, in [0, <see cref="Size"/>).</param>
    void Broadcast(Tensor tensor, int root = 0);

    /// <summary>Waits until all ranks are here.</summary>
    void Barrier();
}
