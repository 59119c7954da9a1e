using SimClr.Core.Distributed;
using SimClr.Core.Mpi.Exchanges;
using SimClr.Core.Mpi.Native;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi;

/// <summary>The ranks' exchange over MPI.</summary>
/// <remarks>
/// What an exchange reads or writes is held by the queue until it is complete, and after a failure for ever: MPI may still use it. MPI gets
/// addresses only, so one that knows a GPU's memory needs no more than sums on that GPU in place of <see cref="RankSum"/>.
/// </remarks>
internal sealed class MpiCollective(MpiCommunicator communicator, MpiOptions options) : ICollective
{
    private readonly ExchangeQueue _queue = new(communicator, TimeSpan.FromSeconds(options.TimeoutSeconds));
    private readonly bool _checksCalls = options.CheckCalls;

    public int Rank => communicator.Rank;

    public int Size => communicator.Size;

    public void AllReduce(Tensor tensor) => Reduce(tensor).Wait();

    public IPendingCollective BeginAllReduce(Tensor tensor)
    {
        PendingExchange exchange = Reduce(tensor);
        _queue.DriveInBackground();
        return exchange;
    }

    public IReadOnlyList<Tensor> AllGather(Tensor tensor)
    {
        TensorMemory own = TensorMemory.Of(tensor);
        long[] shape = tensor.shape;
        string others = string.Join("", shape.Skip(1).Select(size => $", {size}"));
        string call = shape.Length == 0 ? $"AllGather of {tensor.dtype} []" : $"AllGather of {tensor.dtype} [*{others}]";
        CallCheck check = new(call, shape.Length == 0 ? 1 : shape[0], Rank, Size);
        _queue.Add(call, [check.Step()]).Wait();

        Tensor[] results = new Tensor[Size];
        TensorMemory[] memories = new TensorMemory[Size];
        for (int rank = 0; rank < Size; rank++)
        {
            results[rank] = empty(shape.Length == 0 ? [] : [check.Numbers[rank], .. shape[1..]], dtype: tensor.dtype, device: CPU);
            memories[rank] = TensorMemory.Of(results[rank]);
        }

        IReadOnlyCollection<ExchangeStep> steps = AllGatherSteps.Of(own, memories);
        if (steps.Count > 0)
            _queue.Add(call, steps).Wait();
        foreach (TensorMemory memory in memories.Append(own))
            memory.Dispose();
        return results;
    }

    public void Broadcast(Tensor tensor, int root = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(root);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(root, Size);
        TensorMemory values = TensorMemory.Of(tensor);
        string call = $"Broadcast from rank {root} of {Describe(tensor)}";
        ExchangeStep? check = Check(call);
        List<ExchangeStep> steps = check is null ? [] : [check];
        for (long start = 0; start < values.Bytes; start += NativeBuffer.MostPieceBytes)
        {
            nint memory = (nint)(values.Start + start);
            int bytes = (int)Math.Min(NativeBuffer.MostPieceBytes, values.Bytes - start);
            steps.Add(new ExchangeStep(it => it.BeginBroadcast(memory, bytes, root), after: check));
        }

        if (steps.Count > 0)
            _queue.Add(call, steps).Wait();
        values.Dispose();
    }

    public void Barrier()
    {
        const string call = "Barrier";
        ExchangeStep? check = Check(call);
        ExchangeStep barrier = new(it => it.BeginBarrier(), after: check);
        _queue.Add(call, check is null ? [barrier] : [check, barrier]).Wait();
    }

    /// <summary>Returns once all ranks are here, with nothing under way any more: then MPI can be stopped.</summary>
    public void Complete()
    {
        _queue.Complete();
        Barrier();
    }

    private static string Describe(Tensor tensor) => $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]";

    private PendingExchange Reduce(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!RankSum.Supports(tensor.dtype))
            throw new ArgumentException($"A tensor of type Float32, Float64, Int64 or BFloat16 can be summed, found {tensor.dtype}.", nameof(tensor));
        if (tensor.numel() == 0)
            throw new ArgumentException("The tensor must have at least one value, found none.", nameof(tensor));
        TensorMemory values = TensorMemory.Of(tensor);
        string call = $"AllReduce of {Describe(tensor)}";
        ExchangeStep? check = Check(call);
        IReadOnlyCollection<ExchangeStep> steps = AllReduceSteps.Of(values, Size, check);
        return _queue.Add(call, check is null ? steps : [check, .. steps], values.Dispose);
    }

    private ExchangeStep? Check(string call) => _checksCalls ? new CallCheck(call, 0, Rank, Size).Step() : null;
}
