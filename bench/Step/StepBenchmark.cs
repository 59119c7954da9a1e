using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>
/// The command <c>step</c>: views a second and peak memory of a training step (forward, NT-Xent, backward, SGD with momentum), against
/// the same network in plain TorchSharp and, by step_pytorch.py, in PyTorch.
/// </summary>
internal sealed class StepBenchmark
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private PyTorchReference Reference { get; init; } = new(null);

    private StepContender[] Contenders { get; init; } = [];

    private double Seconds { get; init; }

    private int Threads { get; init; }

    public static Command CreateCommand()
    {
        Option<FileInfo?> json = new("--json") { Description = "Also write the figures to this file." };
        Option<FileInfo?> reference = new("--reference") { Description = "Figures of step_pytorch.py, for ratios." };
        Option<string[]> cases = Names("--cases", "Networks and sizes", StepCase.All.Select(item => item.Name));
        Option<string[]> contenders = Names("--contenders", "What to measure on them", StepContender.All.Select(item => item.Name));
        Option<double> seconds = new("--seconds")
        {
            Description = "Time for the 9 rounds of one measurement; the median round counts.",
            DefaultValueFactory = _ => 20,
        };
        Option<int> threads = new("--threads")
        {
            Description = "Threads of libtorch.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        Command command = new("step", "A training step: views a second and peak memory, each from a process of its own.")
        {
            json, reference, cases, contenders, seconds, threads,
        };
        command.SetAction(parsed => new StepBenchmark
        {
            Reference = new PyTorchReference(parsed.GetValue(reference)),
            Contenders = [.. parsed.GetValue(contenders)!.Select(StepContender.Named)],
            Seconds = parsed.GetValue(seconds),
            Threads = parsed.GetValue(threads),
        }.Run([.. parsed.GetValue(cases)!.Select(StepCase.Named)], parsed.GetValue(json)));
        return command;
    }

    private static Option<string[]> Names(string name, string description, IEnumerable<string> all)
    {
        string[] values = [.. all];
        return new(name)
        {
            Description = $"{description}: {string.Join(", ", values)}.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => values,
        };
    }

    private void Run(StepCase[] cases, FileInfo? json)
    {
        BenchmarkMachine.Print();
        Console.WriteLine($"{Threads} threads, median of 9 rounds");
        Console.WriteLine($"{"",14}{"views",7}{"",22}{"views/s",10}{"of plain",10}{"of PyTorch",12}{"peak MiB",10}{"step MiB",10}");
        JsonArray results = [];
        foreach (StepCase benchmark in cases)
            foreach (JsonObject result in Measure(benchmark))
                results.Add(result);
        if (json is not null)
        {
            JsonObject figures = new() { ["machine"] = BenchmarkMachine.ToJson(), ["threads"] = Threads, ["results"] = results };
            File.WriteAllText(json.FullName, figures.ToJsonString(Indented) + "\n");
        }
    }

    private JsonObject[] Measure(StepCase benchmark)
    {
        Dictionary<string, StepMeasurement> measured = [];
        foreach (StepContender contender in Contenders)
            measured[contender.Name] = StepMeasurement.InOwnProcess(contender, benchmark, Seconds, Threads);
        foreach ((string layout, StepMeasurement rate) in Reference.Of(benchmark))
            measured[layout] = rate;
        double? plain = measured.GetValueOrDefault(StepContender.Plain)?.ViewsPerSecond;
        double? torch = measured.GetValueOrDefault(PyTorchReference.DefaultLayout)?.ViewsPerSecond;
        return [.. measured.Select(item => Report(benchmark, item.Key, item.Value, plain, torch))];
    }

    private static JsonObject Report(StepCase benchmark, string contender, StepMeasurement result, double? plain, double? torch)
    {
        double speed = result.ViewsPerSecond;
        FormattableString speeds = $"{speed,10:0.0}{speed / plain,10:0.00}{speed / torch,12:0.00}";
        FormattableString memory = $"{result.PeakBytes >> 20,10}{result.StepBytes >> 20,10}";
        Console.Write($"{benchmark.Name,-14}{benchmark.Views,7}{contender,22}");
        Console.WriteLine(FormattableString.Invariant(speeds) + FormattableString.Invariant(memory));
        return new JsonObject
        {
            ["case"] = benchmark.Name,
            ["contender"] = contender,
            ["views"] = benchmark.Views,
            ["parameters"] = result.Parameters,
            ["viewsPerSecond"] = speed,
            ["bestViewsPerSecond"] = result.BestViewsPerSecond,
            ["ofPlainTorchSharp"] = speed / plain,
            ["ofPyTorch"] = speed / torch,
            ["peakBytes"] = result.PeakBytes,
            ["stepBytes"] = result.StepBytes,
        };
    }
}
