using System.Diagnostics;
using System.Globalization;
using SimClr.Core.Distributed;
using SimClr.Core.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Ranks;

/// <summary>What NT-Xent of 8192 pairs costs a rank: gather, loss, gradient; by hand, on Linux.</summary>
internal static class LossSpeed
{
    private const int Pairs = 8192;
    private const int Dimension = 128;

    public static int Measure(ICollective collective)
    {
        set_num_threads(1);
        random.manual_seed(1);
        Tensor own = randn(2, Pairs / collective.Size, Dimension);
        Once(collective, randn(2, 16, Dimension));
        collective.Barrier();
        File.WriteAllText("/proc/self/clear_refs", "5");
        long before = Memory("VmRSS:");
        Once(collective, own);
        long peak = Memory("VmHWM:") - before;
        double best = Enumerable.Range(0, 5).Min(_ => Once(collective, own));
        foreach (Tensor line in collective.AllGather(tensor(new[] { best, peak / 1048576.0 })))
            if (collective.Rank == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{collective.Size} ranks: {line[0].ToDouble():0} ms, {line[1].ToDouble():0.0} MiB"));
        return 0;
    }

    private static double Once(ICollective collective, Tensor own)
    {
        using DisposeScope scope = NewDisposeScope();
        using NtXentLoss loss = new(0.5);
        collective.Barrier();
        long start = Stopwatch.GetTimestamp();
        Tensor all = collective.Size == 1 ? own.flatten(0, 1).detach() : Gather(collective, own);
        all.requires_grad_();
        loss.call(new EmbeddingBatch(all, 2) { Collective = collective }).backward();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static Tensor Gather(ICollective collective, Tensor own)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([.. collective.AllGather(own).Select(part => part.view(2, -1, Dimension))], 1).flatten(0, 1).MoveToOuterDisposeScope();
    }

    private static long Memory(string name)
        => long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ')[^2], CultureInfo.InvariantCulture) * 1024;
}
