using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Benchmarks.Step;
using SimClr.Core.Models;

namespace SimClr.Core.Benchmarks.Training;

/// <summary>
/// The command <c>end-to-end</c>: images in, weights out, with all cores, against the bare step of the same configuration.
/// </summary>
internal static class EndToEndBenchmark
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command CreateCommand()
    {
        Option<FileInfo?> json = new("--json") { Description = "Also write the figures to this file." };
        Option<DirectoryInfo?> data = new("--data")
        {
            Description = "A folder of class folders to train on; else synthetic images, painted before the clock starts.",
        };
        Option<string[]> cases = new("--cases")
        {
            Description = "Networks and sizes, as of the command step.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["resnet18-16"],
        };
        Option<int> steps = new("--steps") { Description = "Steps of each training, at least.", DefaultValueFactory = _ => 60 };
        Option<double> seconds = new("--seconds") { Description = "Time for measuring the bare steps, all turns together.", DefaultValueFactory = _ => 60 };
        steps.Validators.Add(result =>
        {
            if (result.GetValue(steps) < EndToEndMeasurement.FewestSteps)
                result.AddError($"Expected at least {EndToEndMeasurement.FewestSteps} steps, found {result.GetValue(steps)}.");
        });
        Command command = new("end-to-end", "Images in, weights out: views a second against the bare step, and the time waited for views.")
        {
            json, data, cases, steps, seconds,
        };
        command.SetAction(parsed => Run(
            [.. parsed.GetValue(cases)!.Select(StepCase.Named)],
            (benchmark, precision) => EndToEndMeasurement.InOwnProcess(
                benchmark, precision, parsed.GetValue(steps), parsed.GetValue(seconds), parsed.GetValue(data)),
            parsed.GetValue(json)));
        return command;
    }

    private static void Run(StepCase[] cases, Func<StepCase, Precision, EndToEndMeasurement> measure, FileInfo? json)
    {
        BenchmarkMachine.Print();
        Console.WriteLine($"{"views/s",-14}{"",10}{"bare step",12}{"end to end",12}{"ratio",8}{"waiting",9}{"worker cores",14}");
        JsonArray results = [];
        foreach (StepCase benchmark in cases)
            foreach (Precision precision in new[] { Precision.BFloat16, Precision.Float32 })
                results.Add(Report(benchmark, precision, measure(benchmark, precision)));
        if (json is not null)
        {
            JsonObject figures = new() { ["machine"] = BenchmarkMachine.ToJson(), ["results"] = results };
            File.WriteAllText(json.FullName, figures.ToJsonString(Indented) + "\n");
        }
    }

    private static JsonObject Report(StepCase benchmark, Precision precision, EndToEndMeasurement result)
    {
        FormattableString speeds = $"{result.BareViewsPerSecond,12:0.0}{result.ViewsPerSecond,12:0.0}{result.Ratio,8:0.000}";
        FormattableString views = $"{result.WaitShare,9:0.0%}{result.WorkerCores,14:0.000}";
        Console.WriteLine($"{benchmark.Name,-14}{precision,10}{FormattableString.Invariant(speeds)}{FormattableString.Invariant(views)}");
        return new JsonObject
        {
            ["case"] = benchmark.Name,
            ["precision"] = $"{precision}",
            ["bareViewsPerSecond"] = result.BareViewsPerSecond,
            ["viewsPerSecond"] = result.ViewsPerSecond,
            ["ratio"] = result.Ratio,
            ["waitShare"] = result.WaitShare,
            ["workerCores"] = result.WorkerCores,
        };
    }
}
