using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Augmentation;

/// <summary>The command <c>augmentation</c>: views a second of the presets, for one and for all cores, and of every operation.</summary>
internal sealed class AugmentationBenchmark
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private Dictionary<string, double> Reference { get; init; } = [];

    private double Seconds { get; init; }

    private bool PresetsOnly { get; init; }

    private bool ProcessorTime { get; init; }

    private string Only { get; init; } = "";

    public static Command CreateCommand()
    {
        Option<FileInfo?> json = new("--json") { Description = "Also write the figures to this file." };
        Option<FileInfo?> reference = new("--reference") { Description = "Figures of augmentation_torchvision.py, for ratios." };
        Option<double> seconds = new("--seconds") { Description = "Length of one of a case's 25 rounds.", DefaultValueFactory = _ => 0.2 };
        Option<bool> presets = new("--presets-only") { Description = "Leave the single operations out." };
        Option<bool> processorTime = new("--processor-time") { Description = "Count processor time, not elapsed time: for a busy machine." };
        Option<string?> only = new("--only") { Description = "Only cases whose name contains this." };
        Command command = new(
            "augmentation",
            "Views a second: presets and single operations.") { json, reference, seconds, presets, processorTime, only };
        command.SetAction(parsed => new AugmentationBenchmark
        {
            Reference = ReadReference(parsed.GetValue(reference)),
            Seconds = parsed.GetValue(seconds),
            PresetsOnly = parsed.GetValue(presets),
            ProcessorTime = parsed.GetValue(processorTime),
            Only = parsed.GetValue(only) ?? "",
        }.Run(parsed.GetValue(json)));
        return command;
    }

    private void Run(FileInfo? json)
    {
        BenchmarkMachine.Print();
        int cores = ProcessorTime ? 1 : Environment.ProcessorCount;
        Print("views/s", "1 core", $"{cores} cores", "scaling", "torchvision", "ratio", "bytes/view");
        JsonArray results = [];
        foreach (AugmentationCase benchmark in AugmentationCase.Presets.Where(Wanted))
            results.Add(Measure(benchmark, cores, Seconds));
        foreach (AugmentationCase benchmark in AugmentationCase.Operations(32, 224).Where(benchmark => !PresetsOnly && Wanted(benchmark)))
            results.Add(Measure(benchmark, 1, Seconds / 2));
        if (json is not null)
        {
            File.WriteAllText(
                json.FullName,
                new JsonObject { ["machine"] = BenchmarkMachine.ToJson(), ["results"] = results }.ToJsonString(Indented) + "\n");
        }
    }

    private bool Wanted(AugmentationCase benchmark) => benchmark.Name.Contains(Only, StringComparison.Ordinal);

    private JsonObject Measure(AugmentationCase benchmark, int cores, double seconds)
    {
        Func<TimeSpan> clock = ProcessorTime ? ViewRate.ProcessorTime : ViewRate.WallClock;
        double one = ViewRate.Measure(benchmark, 1, seconds, clock);
        double? all = cores == 1 ? null : ViewRate.Measure(benchmark, cores, seconds, clock);
        double bytes = ViewRate.AllocationPerView(benchmark);
        double? other = Reference.TryGetValue(benchmark.Name, out double rate) ? rate : null;
        Print(
            benchmark.Name,
            Format(one),
            Format(all),
            Format(all / one, "0.00"),
            Format(other),
            Format(one / other, "0.0"),
            Format(bytes));
        return new JsonObject
        {
            ["name"] = benchmark.Name,
            ["pipeline"] = benchmark.Pipeline.ToString(),
            ["viewsPerSecondOneCore"] = one,
            ["viewsPerSecondAllCores"] = all,
            ["cores"] = cores,
            ["torchvision"] = other,
            ["ratio"] = one / other,
            ["bytesPerView"] = bytes,
        };
    }

    private static Dictionary<string, double> ReadReference(FileInfo? file) => file is null
        ? []
        : JsonNode.Parse(File.ReadAllText(file.FullName))!["results"]!.AsArray().ToDictionary(
            result => (string)result!["name"]!, result => (double)result!["viewsPerSecondOneCore"]!);

    private static void Print(params ReadOnlySpan<string> cells)
    {
        string line = cells[0].PadRight(20);
        foreach (string cell in cells[1..])
            line += cell.PadLeft(13);
        Console.WriteLine(line);
    }

    private static string Format(double? value, string format = "0") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
