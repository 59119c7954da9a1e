using System.CommandLine;
using System.Text.Json.Nodes;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Augmentation;

/// <summary>The command <c>augmentation</c>: views a second of the presets, for one and for all cores, and of every operation.</summary>
internal sealed class AugmentationBenchmark
{
    private static readonly ReportColumn<Row>[] Columns =
    [
        new("views/s", -20, row => row.Name),
        new("1 core", 13, row => row.ViewsPerSecondOneCore, "0"),
        new("all cores", 13, row => row.ViewsPerSecondAllCores, "0"),
        new("scaling", 13, row => row.Scaling, "0.00"),
        new("torchvision", 13, row => row.Torchvision, "0"),
        new("ratio", 13, row => row.Ratio, "0.0"),
        new("bytes/view", 13, row => row.BytesPerView, "0"),
    ];

    private ReferenceFile Reference { get; init; } = new(null);

    private double Seconds { get; init; }

    private bool PresetsOnly { get; init; }

    private bool ProcessorTime { get; init; }

    private string Only { get; init; } = "";

    public static Command CreateCommand()
    {
        Option<FileInfo> reference = new("--reference") { Description = "Figures of augmentation_torchvision.py, for ratios." };
        reference.AcceptExistingOnly();
        Option<double> seconds = new("--seconds") { Description = "Length of one of a case's 25 rounds.", DefaultValueFactory = _ => 0.2 };
        Option<bool> presets = new("--presets-only") { Description = "Leave the single operations out." };
        Option<bool> processorTime = new("--processor-time")
        {
            Description = "Count processor time, not elapsed time: for a busy machine.",
        };
        Option<string?> only = new("--only") { Description = "Only cases whose name contains this." };
        Command command = new(
            "augmentation",
            "Views a second: presets and single operations.") { reference, seconds, presets, processorTime, only };
        command.SetAction(parsed => new AugmentationBenchmark
        {
            Reference = new ReferenceFile(parsed.GetValue(reference)),
            Seconds = parsed.GetValue(seconds),
            PresetsOnly = parsed.GetValue(presets),
            ProcessorTime = parsed.GetValue(processorTime),
            Only = parsed.GetValue(only) ?? "",
        }.Run(BenchmarkReport<Row>.Start(parsed, Columns)));
        return command.WithReport();
    }

    private void Run(BenchmarkReport<Row> report)
    {
        int cores = ProcessorTime ? 1 : Environment.ProcessorCount;
        foreach (AugmentationCase benchmark in AugmentationCase.Presets.Where(Wanted))
            report.Add(Measure(benchmark, cores, Seconds));
        foreach (AugmentationCase benchmark in AugmentationCase.Operations(32, 224).Where(benchmark => !PresetsOnly && Wanted(benchmark)))
            report.Add(Measure(benchmark, 1, Seconds / 2));
        report.Save(Reference.Versions);
    }

    private bool Wanted(AugmentationCase benchmark) => benchmark.Name.Contains(Only, StringComparison.Ordinal);

    private Row Measure(AugmentationCase benchmark, int cores, double seconds)
    {
        Func<TimeSpan> clock = ProcessorTime ? ViewRate.ProcessorTime : ViewRate.WallClock;
        double one = ViewRate.Measure(benchmark, 1, seconds, clock);
        double? all = cores == 1 ? null : ViewRate.Measure(benchmark, cores, seconds, clock);
        double bytes = ViewRate.AllocationPerView(benchmark);
        JsonNode? other = Reference.Results.FirstOrDefault(result => (string)result["name"]! == benchmark.Name);
        double? torchvision = (double?)other?["viewsPerSecondOneCore"];
        return new Row(benchmark.Name, $"{benchmark.Pipeline}", one, all, cores, all / one, torchvision, one / torchvision, bytes);
    }

    private sealed record Row(
        string Name,
        string Pipeline,
        double ViewsPerSecondOneCore,
        double? ViewsPerSecondAllCores,
        int Cores,
        double? Scaling,
        double? Torchvision,
        double? Ratio,
        double BytesPerView);
}
