namespace SimClr.Core.Mpi.Exchanges;

/// <summary>
/// How a tensor is summed: each rank gets one part of all ranks' values, adds them in the order of ranks, and gives the sums to all. What
/// travels is what the best reductions of MPI send, and the same sum comes out in every run, with any library and any network: the order in
/// which MPI's own reductions add is up to the library, which may take whatever arrives first.
/// </summary>
internal static class AllReduceSteps
{
    // Below that, the time is that of the messages, not of their bytes: all values go to all ranks in one exchange.
    private const long SmallBytes = 64 << 10;

    /// <summary>The steps that replace a tensor's values by their sums.</summary>
    /// <param name="values">The tensor.</param>
    /// <param name="ranks">The number of ranks.</param>
    /// <param name="after">The step before; null if there is none.</param>
    public static IReadOnlyCollection<ExchangeStep> Of(TensorMemory values, int ranks, ExchangeStep? after)
    {
        List<ExchangeStep> steps = [];
        long shared = values.Bytes * ranks <= SmallBytes ? 0 : values.Count - values.Count % ranks;
        long perPiece = Math.Max(NativeBuffer.PieceBytes(ranks) / values.ElementSize / ranks, 1) * ranks;
        ExchangeStep? gathering = null;
        for (long start = 0; start < shared; start += perPiece)
        {
            (ExchangeStep sum, ExchangeStep gather) = Shared(values, start, Math.Min(perPiece, shared - start), ranks, after);
            // The next piece is on its way while this one is added.
            steps.Add(sum);
            if (gathering is not null)
                steps.Add(gathering);
            gathering = gather;
        }

        if (gathering is not null)
            steps.Add(gathering);
        if (shared < values.Count)
            steps.Add(Whole(values, shared, ranks, after));
        return steps;
    }

    private static (ExchangeStep Sum, ExchangeStep Gather) Shared(TensorMemory values, long start, long count, int ranks, ExchangeStep? after)
    {
        nint memory = values.At(start);
        long part = count / ranks;
        int bytes = checked((int)(part * values.ElementSize));
        NativeBuffer? parts = null;
        ExchangeStep sum = new(
            communicator => communicator.BeginAllToAll(memory, (parts = new NativeBuffer(count * values.ElementSize)).Start, bytes),
            () => RankSum.AddToFirst(values.Type, parts!.Start, part, ranks),
            after);
        ExchangeStep gather = new(
            communicator => communicator.BeginAllGather(parts!.Start, memory, bytes),
            () => parts!.Dispose(),
            sum);
        return (sum, gather);
    }

    private static ExchangeStep Whole(TensorMemory values, long start, int ranks, ExchangeStep? after)
    {
        nint memory = values.At(start);
        long count = values.Count - start;
        int bytes = checked((int)(count * values.ElementSize));
        NativeBuffer? parts = null;
        return new(
            communicator => communicator.BeginAllGather(memory, (parts = new NativeBuffer((long)bytes * ranks)).Start, bytes),
            () =>
            {
                RankSum.AddToFirst(values.Type, parts!.Start, count, ranks);
                NativeBuffer.Copy(parts.Start, memory, bytes);
                parts.Dispose();
            },
            after);
    }
}
