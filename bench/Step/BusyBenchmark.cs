using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>
/// The command <c>busy</c>: what is left of the step's speed when another thread keeps one of the processors busy, with libtorch's threads
/// as the library sets them, as they are by default, and as any environment makes them.
/// </summary>
internal static class BusyBenchmark
{
    private const string Library = "as the library";
    private const string Default = "default";

    private static readonly ReportColumn<Row>[] Columns =
    [
        new("", -14, row => row.Case),
        new("views", 7, row => row.Views),
        new("", 40, row => row.Environment),
        new("idle, views/s", 15, row => row.IdleViewsPerSecond, "0.0"),
        new("busy", 10, row => row.BusyViewsPerSecond, "0.0"),
        new("of idle", 9, row => row.BusyOfIdle, "0.00"),
        new("idle of default", 17, row => row.IdleOfDefault, "0.000"),
    ];

    public static Command CreateCommand()
    {
        Option<string[]> cases = new("--cases")
        {
            Description = $"Networks and sizes: {string.Join(", ", StepCase.Known.Select(item => item.Name))}.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["resnet18-16", StepCase.Small.Name],
        };
        Option<string[]> settings = new("--also")
        {
            Description = "Environments to try besides, such as GOMP_SPINCOUNT=100,OMP_NUM_THREADS=1.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        Option<double> seconds = new("--seconds") { Description = "Time for the rounds of one process.", DefaultValueFactory = _ => 10 };
        Option<int> processes = new("--processes") { Description = "Of each kind, by turns.", DefaultValueFactory = _ => 1 };
        Command command = new("busy", "A training step beside one busy thread: views a second, as a share of the idle machine's.")
        {
            cases, settings, seconds, processes,
        };
        command.SetAction(parsed => Run(
            [.. parsed.GetValue(cases)!.Select(StepCase.Named)],
            [Library, Default, .. parsed.GetValue(settings)!],
            (benchmark, setting) => BusyMeasurement.InOwnProcess(
                benchmark, parsed.GetValue(seconds), setting == Default, Variables(setting)),
            parsed.GetValue(processes),
            BenchmarkReport<Row>.Start(parsed, Columns)));
        return command.WithReport();
    }

    private static void Run(
        StepCase[] cases, string[] settings, Func<StepCase, string, BusyMeasurement> measure, int processes, BenchmarkReport<Row> report)
    {
        foreach (StepCase benchmark in cases)
        {
            ILookup<string, BusyMeasurement> measured = Enumerable.Range(0, processes).SelectMany(_ => settings)
                .Select(setting => (setting, Figures: measure(benchmark, setting)))
                .ToLookup(item => item.setting, item => item.Figures);
            double ordinary = Statistics.Median(measured[Default].Select(figures => figures.Idle));
            foreach (IGrouping<string, BusyMeasurement> figures in measured)
            {
                double idle = Statistics.Median(figures.Select(one => one.Idle));
                double busy = Statistics.Median(figures.Select(one => one.Busy));
                report.Add(new Row(benchmark.Name, benchmark.Views, figures.Key, idle, busy, busy / idle, idle / ordinary));
            }
        }

        report.Save();
    }

    private static Dictionary<string, string> Variables(string setting) => setting is Library or Default
        ? []
        : setting.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);

    private sealed record Row(
        string Case,
        int Views,
        string Environment,
        double IdleViewsPerSecond,
        double BusyViewsPerSecond,
        double BusyOfIdle,
        double IdleOfDefault);
}
