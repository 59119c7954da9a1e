using static TorchSharp.torch;

namespace SimClr.Core.Distributed;

/// <summary>One process that trains alone: the default <see cref="ICollective"/>. Sums and gathers what there is.</summary>
public sealed class SingleProcess : ICollective
{
    private SingleProcess()
    {
    }

    /// <summary>The only one. Thread-safe.</summary>
    public static SingleProcess Instance { get; } = new();

    /// <summary>0.</summary>
    public int Rank => 0;

    /// <summary>1.</summary>
    public int Size => 1;

    /// <summary>Leaves the tensor as it is.</summary>
    public void AllReduce(Tensor tensor) => ArgumentNullException.ThrowIfNull(tensor);

    /// <summary>A copy of the tensor.</summary>
    public IReadOnlyList<Tensor> AllGather(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return [tensor.detach().clone()];
    }

    /// <summary>Leaves the tensor as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The root is not 0.</exception>
    public void Broadcast(Tensor tensor, int root = 0)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentOutOfRangeException.ThrowIfNotEqual(root, 0);
    }

    /// <summary>Returns at once.</summary>
    public void Barrier()
    {
    }
}
