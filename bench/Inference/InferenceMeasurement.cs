using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Benchmarks.Step;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Inference;

/// <summary>The hidden command <c>inference-case</c>: one case and contender, one process.</summary>
/// <param name="ImagesPerSecond">In the median round.</param>
internal sealed record InferenceMeasurement(double ImagesPerSecond)
{
    public static Command CreateCommand()
    {
        Argument<string> benchmark = new("case");
        Argument<string> contender = new("contender");
        Option<int> batch = new("--batch");
        Option<double> seconds = new("--seconds");
        Command command = new("inference-case", "One measurement of the command inference.") { benchmark, contender, batch, seconds };
        command.Hidden = true;
        command.SetAction(parsed => OwnProcess.Answer(Measure(
            StepCase.Named(parsed.GetValue(benchmark)!),
            InferenceContender.Named(parsed.GetValue(contender)!),
            parsed.GetValue(batch),
            parsed.GetValue(seconds))));
        return command;
    }

    public static InferenceMeasurement InOwnProcess(StepCase benchmark, InferenceContender contender, int batch, double seconds)
        => OwnProcess.Measure<InferenceMeasurement>(
            "inference-case", benchmark.Name, contender.Name, "--batch", $"{batch}", "--seconds", OwnProcess.Format(seconds));

    private static InferenceMeasurement Measure(StepCase benchmark, InferenceContender contender, int batch, double seconds)
    {
        AllocatorTuning.EnsureApplied();
        using ResNetEncoder encoder = benchmark.CreateEncoder(contender.Precision);
        encoder.eval();
        using IDisposable noGradient = no_grad();
        using Tensor images = rand(batch, benchmark.Side, benchmark.Side, 3).permute(0, 3, 1, 2); // [N, C, H, W], channels-last
        return new InferenceMeasurement(batch / RepetitionTime.Measure(contender.Prepare(encoder, images), seconds).Median);
    }
}
