using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>The hidden command <c>step-case</c>: one contender, one case, one process.</summary>
/// <param name="ViewsPerSecond">Views trained a second in the median round.</param>
/// <param name="BestViewsPerSecond">The same in the fastest round.</param>
/// <param name="PeakBytes">Peak resident memory of the process.</param>
/// <param name="StepBytes">That without runtime and libraries: model, optimizer, views and all that a step needs.</param>
/// <param name="Parameters">Numbers that are trained.</param>
internal sealed record StepMeasurement(double ViewsPerSecond, double BestViewsPerSecond, long PeakBytes, long StepBytes, long Parameters)
{
    public static Command CreateCommand()
    {
        Argument<string> contender = new("contender");
        Argument<string> benchmark = new("case");
        Option<double> seconds = new("--seconds");
        Option<int> threads = new("--threads");
        Command command = new("step-case", "One measurement of the command step.") { contender, benchmark, seconds, threads };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            set_num_threads(parsed.GetValue(threads));
            StepContender chosen = StepContender.Named(parsed.GetValue(contender)!);
            StepCase measured = StepCase.Named(parsed.GetValue(benchmark)!);
            OwnProcess.Answer(Measure(chosen, measured, parsed.GetValue(seconds)));
        });
        return command;
    }

    public static StepMeasurement InOwnProcess(StepContender contender, StepCase benchmark, double seconds, int threads)
        => OwnProcess.Measure<StepMeasurement>(
            "step-case", contender.Name, benchmark.Name, "--seconds", OwnProcess.Format(seconds), "--threads", $"{threads}");

    private static StepMeasurement Measure(StepContender contender, StepCase benchmark, double seconds)
    {
        ones(1).Dispose(); // Loads libtorch, which is no part of a step's memory.
        ResidentMemory.ResetPeak();
        long before = ResidentMemory.Current;
        (long parameters, Func<Tensor> step) = contender.Prepare(benchmark);
        float loss = float.NaN;
        RepetitionTime time = RepetitionTime.Measure(() => loss = Once(step), seconds);
        // Arithmetic on NaN has another speed than that on numbers.
        if (!float.IsFinite(loss))
            throw new InvalidOperationException($"{contender.Name} diverged on {benchmark.Name}: its figures would mean nothing.");
        long peak = ResidentMemory.Peak;
        return new StepMeasurement(benchmark.Views / time.Median, benchmark.Views / time.Best, peak, peak - before, parameters);
    }

    private static float Once(Func<Tensor> step)
    {
        using Tensor loss = step();
        return loss.item<float>();
    }
}
