using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command CreateCommand()
    {
        Option<FileInfo?> json = new("--json") { Description = "Also write the figures to this file." };
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
        Command command = new("inference", "Features: images a second, with and without folded batch norm.") { json, cases, seconds };
        command.SetAction(parsed => Run(
            [.. parsed.GetValue(cases)!.Select(StepCase.Named)], parsed.GetValue(seconds), parsed.GetValue(json)));
        return command;
    }

    private static void Run(StepCase[] cases, double seconds, FileInfo? json)
    {
        BenchmarkMachine.Print();
        Console.WriteLine($"{"images/s",-14}{"",10}{"encoder",12}{"folded",12}{"ratio",8}");
        JsonArray results = [];
        foreach (StepCase benchmark in cases)
            foreach (Precision precision in new[] { Precision.BFloat16, Precision.Float32 })
                results.Add(Report(benchmark, precision, InferenceMeasurement.InOwnProcess(benchmark, precision, seconds)));
        if (json is not null)
        {
            JsonObject figures = new() { ["machine"] = BenchmarkMachine.ToJson(), ["results"] = results };
            File.WriteAllText(json.FullName, figures.ToJsonString(Indented) + "\n");
        }
    }

    private static JsonObject Report(StepCase benchmark, Precision precision, InferenceMeasurement result)
    {
        double ratio = result.Folded / result.Encoder;
        FormattableString speeds = $"{result.Encoder,12:0.0}{result.Folded,12:0.0}{ratio,8:0.00}";
        Console.WriteLine($"{benchmark.Name,-14}{precision,10}{FormattableString.Invariant(speeds)}");
        return new JsonObject
        {
            ["case"] = benchmark.Name,
            ["precision"] = $"{precision}",
            ["encoderImagesPerSecond"] = result.Encoder,
            ["foldedImagesPerSecond"] = result.Folded,
            ["ratio"] = ratio,
        };
    }
}
