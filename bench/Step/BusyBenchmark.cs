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
        command.SetAction(parsed =>
        {
            BenchmarkMachine.Print();
            string[] all = [Library, Default, .. parsed.GetValue(settings)!];
            Console.WriteLine($"{"",14}{"views",7}{"",40}{"idle, views/s",15}{"busy",10}{"of idle",9}{"idle of default",17}");
            foreach (StepCase benchmark in parsed.GetValue(cases)!.Select(StepCase.Named))
                Measure(benchmark, all, parsed.GetValue(seconds), parsed.GetValue(processes));
        });
        return command;
    }

    private static void Measure(StepCase benchmark, string[] settings, double seconds, int processes)
    {
        ILookup<string, BusyMeasurement> measured = Enumerable.Range(0, processes).SelectMany(_ => settings)
            .Select(setting => (setting, Figures: BusyMeasurement.InOwnProcess(benchmark, seconds, setting == Default, Variables(setting))))
            .ToLookup(item => item.setting, item => item.Figures);
        double ordinary = Median(measured[Default].Select(figures => figures.Idle));
        foreach (IGrouping<string, BusyMeasurement> figures in measured)
        {
            (double idle, double busy) = (Median(figures.Select(one => one.Idle)), Median(figures.Select(one => one.Busy)));
            FormattableString rates = $"{idle,15:0.0}{busy,10:0.0}{busy / idle,9:0.00}{idle / ordinary,17:0.000}";
            Console.WriteLine($"{benchmark.Name,-14}{benchmark.Views,7}{figures.Key,40}" + FormattableString.Invariant(rates));
        }
    }

    private static Dictionary<string, string> Variables(string setting) => setting is Library or Default
        ? []
        : setting.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
