using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>
/// The command <c>step</c>: views a second and peak memory of a training step (forward, NT-Xent, backward, SGD with momentum), against
/// the same network in plain TorchSharp and, by step_pytorch.py, in PyTorch.
/// </summary>
internal sealed class StepBenchmark
{
    private static readonly ReportColumn<Row>[] Columns =
    [
        new("", -14, row => row.Case),
        new("views", 7, row => row.Views),
        new("", 22, row => row.Contender),
        new("views/s", 10, row => row.ViewsPerSecond, "0.0"),
        new("of plain", 10, row => row.OfPlainTorchSharp, "0.00"),
        new("of PyTorch", 12, row => row.OfPyTorch, "0.00"),
        new("peak MiB", 10, row => ResidentMemory.ToMiB(row.PeakBytes), "0"),
        new("step MiB", 10, row => ResidentMemory.ToMiB(row.StepBytes), "0"),
    ];

    private PyTorchReference Reference { get; init; } = new(new ReferenceFile(null));

    private StepContender[] Contenders { get; init; } = [];

    private double Seconds { get; init; }

    private int Threads { get; init; }

    public static Command CreateCommand()
    {
        Option<FileInfo> reference = new("--reference") { Description = "Figures of step_pytorch.py, for ratios." };
        reference.AcceptExistingOnly();
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
            reference, cases, contenders, seconds, threads,
        };
        command.SetAction(parsed => new StepBenchmark
        {
            Reference = new PyTorchReference(new ReferenceFile(parsed.GetValue(reference))),
            Contenders = [.. parsed.GetValue(contenders)!.Select(StepContender.Named)],
            Seconds = parsed.GetValue(seconds),
            Threads = parsed.GetValue(threads),
        }.Run([.. parsed.GetValue(cases)!.Select(StepCase.Named)], BenchmarkReport<Row>.Start(parsed, Columns)));
        return command.WithReport();
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

    private void Run(StepCase[] cases, BenchmarkReport<Row> report)
    {
        foreach (StepCase benchmark in cases)
        {
            Dictionary<string, StepMeasurement> measured = [];
            foreach (StepContender contender in Contenders)
                measured[contender.Name] = StepMeasurement.InOwnProcess(contender, benchmark, Seconds, Threads);
            foreach ((string layout, StepMeasurement rate) in Reference.Of(benchmark))
                measured[layout] = rate;
            double? plain = measured.GetValueOrDefault(StepContender.Plain)?.ViewsPerSecond;
            double? torch = measured.GetValueOrDefault(PyTorchReference.DefaultLayout)?.ViewsPerSecond;
            foreach ((string contender, StepMeasurement result) in measured)
            {
                double speed = result.ViewsPerSecond;
                report.Add(new Row(
                    benchmark.Name, contender, benchmark.Views, result.Parameters, speed, result.BestViewsPerSecond,
                    speed / plain, speed / torch, result.PeakBytes, result.StepBytes));
            }
        }

        report.Save(Reference.Versions);
    }

    private sealed record Row(
        string Case,
        string Contender,
        int Views,
        long Parameters,
        double ViewsPerSecond,
        double BestViewsPerSecond,
        double? OfPlainTorchSharp,
        double? OfPyTorch,
        long PeakBytes,
        long StepBytes);
}
