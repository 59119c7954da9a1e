using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Loss;

/// <summary>
/// The command <c>loss</c>: time and memory of NT-Xent forward and backward for batches of N pairs of 128 numbers, against plain TorchSharp
/// code and against three bare matrix products.
/// </summary>
internal static class LossBenchmark
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command CreateCommand()
    {
        Option<FileInfo?> json = new("--json") { Description = "Also write the figures to this file." };
        Option<int[]> pairs = new("--pairs") { Description = "The sizes N.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [512, 2048, 8192] };
        Option<double> seconds = new("--seconds") { Description = "Time for repetitions of one case, of which the best counts.", DefaultValueFactory = _ => 5.0 };
        Option<long[]> tiles = new("--tile-rows") { Description = "Also measure NtXentLoss with tiles of these many rows.", AllowMultipleArgumentsPerToken = true };
        Option<bool> oneThread = new("--one-thread") { Description = "One thread, and processor time instead of elapsed time: for a busy machine." };
        Command command = new("loss", "NT-Xent: time and peak memory, each from a process of its own.") { json, pairs, seconds, tiles, oneThread };
        command.SetAction(parsed => Run(
            parsed.GetValue(pairs)!,
            [.. (parsed.GetValue(tiles) ?? []).Select(LossContender.Tiles)],
            (contender, size) => LossMeasurement.InOwnProcess(contender, size, parsed.GetValue(seconds), parsed.GetValue(oneThread)),
            parsed.GetValue(json)));
        return command;
    }

    private static void Run(int[] sizes, LossContender[] more, Func<LossContender, int, LossMeasurement> measure, FileInfo? json)
    {
        BenchmarkMachine.Print();
        Console.WriteLine($"{"pairs",8}{"",14}{"ms",10}{"MiB",10}{"of plain",12}{"of products",14}");
        JsonArray results = [];
        foreach (int pairs in sizes)
            foreach (JsonObject result in Measure(pairs, [.. LossContender.All.Take(pairs <= LossContender.LargestWholeMatrix ? 3 : 1), .. more], measure))
                results.Add(result);
        if (json is not null)
            File.WriteAllText(json.FullName, new JsonObject { ["machine"] = BenchmarkMachine.ToJson(), ["results"] = results }.ToJsonString(Indented) + "\n");
    }

    private static IEnumerable<JsonObject> Measure(int pairs, LossContender[] contenders, Func<LossContender, int, LossMeasurement> measure)
    {
        Dictionary<string, LossMeasurement> measured = [];
        foreach (LossContender contender in contenders)
            measured[contender.Name] = measure(contender, pairs);
        double? plain = measured.GetValueOrDefault("plain")?.Milliseconds;
        double? products = measured.GetValueOrDefault("products")?.Milliseconds;
        foreach ((string name, LossMeasurement result) in measured)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{pairs,8}{name,14}{result.Milliseconds,10:0.0}{result.PeakBytes / 1048576.0,10:0.0}{result.Milliseconds / plain,12:0.000}{result.Milliseconds / products,14:0.000}"));
            yield return new JsonObject
            {
                ["pairs"] = pairs,
                ["contender"] = name,
                ["milliseconds"] = result.Milliseconds,
                ["peakBytes"] = result.PeakBytes,
                ["timeOfPlain"] = result.Milliseconds / plain,
                ["timeOfThreeProducts"] = result.Milliseconds / products,
            };
        }
    }
}
