using System.CommandLine;
using System.Diagnostics;
using SimClr.Core.Benchmarks.Harness;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Loss;

/// <summary>The hidden command <c>loss-case</c>: one contender, one size, one process.</summary>
/// <param name="Milliseconds">Best time of forward and backward; with one thread, processor time.</param>
/// <param name="PeakBytes">Peak memory beyond the inputs.</param>
internal sealed record LossMeasurement(double Milliseconds, long PeakBytes)
{
    private const int Dimension = 128;

    public static Command CreateCommand()
    {
        Argument<string> contender = new("contender");
        Argument<int> pairs = new("pairs");
        Option<double> seconds = new("--seconds");
        Option<bool> oneThread = new("--one-thread");
        Command command = new("loss-case", "One measurement of the command loss.") { contender, pairs, seconds, oneThread };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(oneThread))
                set_num_threads(1);
            LossContender chosen = LossContender.Named(parsed.GetValue(contender)!);
            OwnProcess.Answer(Measure(chosen, parsed.GetValue(pairs), parsed.GetValue(seconds)));
        });
        return command;
    }

    public static LossMeasurement InOwnProcess(LossContender contender, int pairs, double seconds, bool oneThread)
        => OwnProcess.Measure<LossMeasurement>(
            "loss-case", contender.Name, $"{pairs}", "--seconds", OwnProcess.Format(seconds), "--one-thread", $"{oneThread}");

    private static LossMeasurement Measure(LossContender contender, int pairs, double seconds)
    {
        random.manual_seed(1);
        // Libraries, kernels and thread pools are no part of a loss's memory.
        Once(contender, Inputs(16));
        (Tensor, Tensor) inputs = Inputs(pairs);
        ResidentMemory.ResetPeak();
        long before = ResidentMemory.Current;
        Once(contender, inputs);
        long peak = ResidentMemory.Peak - before;
        double best = double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        while (double.IsInfinity(best) || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            best = Math.Min(best, Once(contender, inputs));
        return new LossMeasurement(best, peak);
    }

    private static (Tensor First, Tensor Second) Inputs(int pairs)
        => (randn(pairs, Dimension, requires_grad: true), randn(pairs, Dimension, requires_grad: true));

    private static double Once(LossContender contender, (Tensor First, Tensor Second) inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        Func<TimeSpan> clock = get_num_threads() == 1 ? () => Environment.CpuUsage.TotalTime : () => Stopwatch.GetElapsedTime(0);
        TimeSpan start = clock();
        contender.Run(inputs.First, inputs.Second);
        double elapsed = (clock() - start).TotalMilliseconds;
        inputs.First.grad = null;
        inputs.Second.grad = null;
        return elapsed;
    }
}
