using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Benchmarks.Step;
using SimClr.Core.Models;

namespace SimClr.Core.Benchmarks.Training;

/// <summary>
/// The command <c>end-to-end</c>: images in, weights out, with all cores, against the bare step of the same configuration.
/// </summary>
internal static class EndToEndBenchmark
{
    private static readonly ReportColumn<Row>[] Columns =
    [
        new("views/s", -14, row => row.Case),
        new("", 10, row => row.Precision),
        new("bare step", 12, row => row.BareViewsPerSecond, "0.0"),
        new("end to end", 12, row => row.ViewsPerSecond, "0.0"),
        new("ratio", 8, row => row.Ratio, "0.000"),
        new("waiting", 9, row => row.WaitShare, "0.0%"),
        new("worker cores", 14, row => row.WorkerCores, "0.000"),
    ];

    public static Command CreateCommand()
    {
        Option<DirectoryInfo> data = new("--data")
        {
            Description = "A folder of class folders to train on; else synthetic images, painted before the clock starts.",
        };
        data.AcceptExistingOnly();
        Option<string[]> cases = new("--cases")
        {
            Description = "Networks and sizes, as of the command step.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["resnet18-16"],
        };
        Option<int> steps = new("--steps") { Description = "Steps of each training, at least.", DefaultValueFactory = _ => 60 };
        Option<double> seconds = new("--seconds")
        {
            Description = "Time for measuring the bare steps, all turns together.",
            DefaultValueFactory = _ => 60,
        };
        steps.Validators.Add(result =>
        {
            if (result.GetValue(steps) < EndToEndMeasurement.FewestSteps)
                result.AddError($"Expected at least {EndToEndMeasurement.FewestSteps} steps, found {result.GetValue(steps)}.");
        });
        Command command = new("end-to-end", "Images in, weights out: views a second against the bare step, and the time waited for views.")
        {
            data, cases, steps, seconds,
        };
        command.SetAction(parsed => Run(
            [.. parsed.GetValue(cases)!.Select(StepCase.Named)],
            (benchmark, precision) => EndToEndMeasurement.InOwnProcess(
                benchmark, precision, parsed.GetValue(steps), parsed.GetValue(seconds), parsed.GetValue(data)),
            BenchmarkReport<Row>.Start(parsed, Columns)));
        return command.WithReport();
    }

    private static void Run(
        StepCase[] cases, Func<StepCase, Precision, EndToEndMeasurement> measure, BenchmarkReport<Row> report)
    {
        foreach (StepCase benchmark in cases)
        {
            foreach (Precision precision in new[] { Precision.BFloat16, Precision.Float32 })
            {
                (double bare, double views, double ratio, double waiting, double? workers) = measure(benchmark, precision);
                report.Add(new Row(benchmark.Name, precision, bare, views, ratio, waiting, workers));
            }
        }

        report.Save();
    }

    private sealed record Row(
        string Case,
        Precision Precision,
        double BareViewsPerSecond,
        double ViewsPerSecond,
        double Ratio,
        double WaitShare,
        double? WorkerCores);
}
