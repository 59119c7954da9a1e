using System.CommandLine;
using System.Diagnostics;
using SimClr.Core.Benchmarks.Harness;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>The hidden command <c>busy-case</c>: one case, one process, idle and beside a busy thread by turns.</summary>
/// <param name="Idle">Views trained a second in the median round while nothing else runs.</param>
/// <param name="Busy">The same while another process keeps one processor busy.</param>
internal sealed record BusyMeasurement(double Idle, double Busy)
{
    private const int Rounds = 3;
    private const string Contender = "fp32";
    private const string LoopCommand = "busy-loop";

    /// <summary>The option that leaves libtorch's threads as they are; read before the command line is parsed.</summary>
    public const string Untuned = "--untuned";

    public static IEnumerable<Command> CreateCommands()
    {
        Argument<string> benchmark = new("case");
        Option<double> seconds = new("--seconds");
        Option<bool> untuned = new(Untuned);
        Command command = new("busy-case", "One measurement of the command busy.") { benchmark, seconds, untuned };
        command.Hidden = true;
        command.SetAction(parsed => OwnProcess.Answer(
            Measure(StepCase.Named(parsed.GetValue(benchmark)!), parsed.GetValue(seconds))));
        Command loop = new(LoopCommand, "Keeps one thread busy until it is killed.") { Hidden = true };
        loop.SetAction(_ => Loop());
        return [command, loop];
    }

    public static BusyMeasurement InOwnProcess(
        StepCase benchmark, double seconds, bool untuned, IReadOnlyDictionary<string, string> variables)
    {
        string[] arguments = ["busy-case", benchmark.Name, "--seconds", OwnProcess.Format(seconds), .. untuned ? [Untuned] : (string[])[]];
        return OwnProcess.MeasureWith<BusyMeasurement>(variables, arguments);
    }

    private static BusyMeasurement Measure(StepCase benchmark, double seconds)
    {
        Func<Tensor> step = StepContender.Named(Contender).Prepare(benchmark).Step;
        for (int warmUp = 0; warmUp < 3; warmUp++)
            step().Dispose();
        (double[] idle, double[] busy) = (new double[Rounds], new double[Rounds]);
        for (int round = 0; round < Rounds; round++)
        {
            idle[round] = Rate(step, benchmark.Views, seconds / (2 * Rounds));
            using Process other = OwnProcess.Start(LoopCommand);
            other.StandardOutput.ReadLine();
            busy[round] = Rate(step, benchmark.Views, seconds / (2 * Rounds));
            other.Kill();
            other.WaitForExit();
        }

        return new BusyMeasurement(Statistics.Median(idle), Statistics.Median(busy));
    }

    private static double Rate(Func<Tensor> step, int views, double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        int steps = 0;
        do
        {
            using Tensor loss = step();
            loss.item<float>();
            steps++;
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        return steps * views / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Loop()
    {
        Console.WriteLine("busy");
        while (true)
            Thread.SpinWait(1);
    }
}
