using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Benchmarks.Step;
using SimClr.Core.Models;

namespace SimClr.Core.Benchmarks.Inference;

/// <summary>
/// The command <c>inference</c>: images a second from images to features, batch norm folded into the convolutions as feature extraction
/// has it, against the encoder itself.
/// </summary>
internal static class InferenceBenchmark
{
    private static readonly ReportColumn<Row>[] Columns =
    [
        new("images/s", -14, row => row.Case),
        new("", 10, row => row.Precision),
        new("encoder", 12, row => row.EncoderImagesPerSecond, "0.0"),
        new("folded", 12, row => row.FoldedImagesPerSecond, "0.0"),
        new("ratio", 8, row => row.Ratio, "0.00"),
    ];

    public static Command CreateCommand()
    {
        Option<string[]> cases = new("--cases")
        {
            Description = "Networks and sizes, as of the command step.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["resnet18-16", "resnet18-64"],
        };
        Option<double> seconds = new("--seconds")
        {
            Description = "Time for the 9 rounds of one measurement; the median round counts.",
            DefaultValueFactory = _ => 10,
        };
        Command command = new("inference", "Features: images a second, with and without folded batch norm.") { cases, seconds };
        command.SetAction(parsed => Run(
            [.. parsed.GetValue(cases)!.Select(StepCase.Named)], parsed.GetValue(seconds), BenchmarkReport<Row>.Start(parsed, Columns)));
        return command.WithReport();
    }

    private static void Run(StepCase[] cases, double seconds, BenchmarkReport<Row> report)
    {
        foreach (StepCase benchmark in cases)
        {
            foreach (Precision precision in new[] { Precision.BFloat16, Precision.Float32 })
            {
                (double encoder, double folded) = InferenceMeasurement.InOwnProcess(benchmark, precision, seconds);
                report.Add(new Row(benchmark.Name, precision, encoder, folded, folded / encoder));
            }
        }

        report.Save();
    }

    private sealed record Row(
        string Case, Precision Precision, double EncoderImagesPerSecond, double FoldedImagesPerSecond, double Ratio);
}
