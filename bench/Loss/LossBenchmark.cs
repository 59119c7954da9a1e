using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Loss;

/// <summary>
/// The command <c>loss</c>: time and memory of NT-Xent forward and backward for batches of N pairs of 128 numbers, against plain TorchSharp
/// code and against three bare matrix products.
/// </summary>
internal static class LossBenchmark
{
    private static readonly ReportColumn<Row>[] Columns =
    [
        new("pairs", 8, row => row.Pairs),
        new("", 14, row => row.Contender),
        new("ms", 10, row => row.Milliseconds, "0.0"),
        new("MiB", 10, row => ResidentMemory.ToMiB(row.PeakBytes), "0.0"),
        new("of plain", 12, row => row.TimeOfPlain, "0.000"),
        new("of products", 14, row => row.TimeOfThreeProducts, "0.000"),
    ];

    public static Command CreateCommand()
    {
        Option<int[]> pairs = new("--pairs")
        {
            Description = "The sizes N.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [512, 2048, 8192],
        };
        Option<double> seconds = new("--seconds")
        {
            Description = "Time for repetitions of one case, of which the best counts.",
            DefaultValueFactory = _ => 5.0,
        };
        Option<long[]> tiles = new("--tile-rows")
        {
            Description = "Also measure NtXentLoss with tiles of these many rows.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> oneThread = new("--one-thread")
        {
            Description = "One thread, and processor time instead of elapsed time: for a busy machine.",
        };
        Command command = new("loss", "NT-Xent: time and peak memory, each from a process of its own.")
        {
            pairs, seconds, tiles, oneThread,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(pairs)!,
            [.. (parsed.GetValue(tiles) ?? []).Select(LossContender.Tiles)],
            (contender, size) => LossMeasurement.InOwnProcess(contender, size, parsed.GetValue(seconds), parsed.GetValue(oneThread)),
            BenchmarkReport<Row>.Start(parsed, Columns)));
        return command.WithReport();
    }

    private static void Run(
        int[] sizes, LossContender[] more, Func<LossContender, int, LossMeasurement> measure, BenchmarkReport<Row> report)
    {
        foreach (int pairs in sizes)
        {
            int known = pairs <= LossContender.LargestWholeMatrix ? LossContender.All.Count : 1;
            Dictionary<string, LossMeasurement> measured = [];
            foreach (LossContender contender in LossContender.All.Take(known).Concat(more))
                measured[contender.Name] = measure(contender, pairs);
            double? plain = measured.GetValueOrDefault("plain")?.Milliseconds;
            double? products = measured.GetValueOrDefault("products")?.Milliseconds;
            foreach ((string name, (double milliseconds, long bytes)) in measured)
                report.Add(new Row(pairs, name, milliseconds, bytes, milliseconds / plain, milliseconds / products));
        }

        report.Save();
    }

    private sealed record Row(
        int Pairs, string Contender, double Milliseconds, long PeakBytes, double? TimeOfPlain, double? TimeOfThreeProducts);
}
