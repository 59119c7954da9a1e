using System.Diagnostics;
using SimClr.Core.Distributed;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Ranks;

/// <summary>Sums that are under way while a rank does other things.</summary>
internal static class PendingChecks
{
    public static void Run(ICollective collective)
    {
        InAnyOrder(collective);
        WithoutWaiting(collective);
        DisposedTensor(collective);
    }

    private static void InAnyOrder(ICollective collective)
    {
        (ScalarType Type, long Count)[] sums =
            [(ScalarType.Float32, 5), (ScalarType.BFloat16, 100_003), (ScalarType.Float32, 2_500_013), (ScalarType.Int64, 100_003), (ScalarType.Float64, 1)];
        Tensor[] values = [.. sums.Select(sum => OperationChecks.Values(collective.Rank, sum.Type, sum.Count))];
        IPendingCollective[] pending = [.. values.Select(collective.BeginAllReduce)];
        // Other calls may come between; each rank waits in an order of its own.
        collective.Barrier();
        foreach (int index in Enumerable.Range(0, sums.Length).OrderBy(index => (index * (collective.Rank + 2)) % 5))
        {
            pending[index].Wait();
            pending[index].Wait();
            Expect.Same(values[index], OperationChecks.Sum(collective.Size, sums[index].Type, sums[index].Count), $"pending {index}");
        }
    }

    // It is complete some time, with nobody waiting. What a rank may not do, a test must: look at the tensor meanwhile.
    private static void WithoutWaiting(ICollective collective)
    {
        const long count = 2_000_000;
        Tensor values = ones(count);
        IPendingCollective pending = collective.BeginAllReduce(values);
        Stopwatch watch = Stopwatch.StartNew();
        while (values[count - 1].item<float>() != collective.Size && watch.Elapsed < TimeSpan.FromSeconds(20))
            Thread.Sleep(5);
        Expect.That(values[count - 1].item<float>() == collective.Size, "a sum is complete without being waited for");
        pending.Wait();
        collective.Barrier();
    }

    private static void DisposedTensor(ICollective collective)
    {
        Tensor values = ones(1_000_000);
        IPendingCollective pending = collective.BeginAllReduce(values);
        values.Dispose();
        Tensor other = zeros(1_000_000);
        pending.Wait();
        Expect.Same(other, zeros(1_000_000), "the memory of a tensor that was disposed of was not given away too early");
    }
}
