using System.Diagnostics;
using System.Globalization;
using SimClr.Core.Distributed;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Ranks;

/// <summary>What one sum costs; by hand.</summary>
internal static class Speed
{
    public static int Measure(ICollective collective)
    {
        set_num_threads(1);
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
        {
            foreach ((long count, int turns) in new (long, int)[] { (1, 200), (250_000, 20), (10_000_000, 5) })
                Measure(collective, type, count, turns);
        }

        return 0;
    }

    private static void Measure(ICollective collective, ScalarType type, long count, int turns)
    {
        using Tensor values = zeros(count, dtype: type);
        List<double> times = [];
        for (int turn = 0; turn < turns; turn++)
        {
            collective.Barrier();
            long start = Stopwatch.GetTimestamp();
            collective.AllReduce(values);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        if (collective.Rank == 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{collective.Size} ranks, {count} {type}: median {times.Order().ElementAt(turns / 2):0.000} ms, least {times.Min():0.000} ms"));
    }
}
