using System.CommandLine;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Benchmarks.Step;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Inference;

/// <summary>The hidden command <c>inference-case</c>: one case and precision, one process.</summary>
/// <param name="Encoder">Images a second of the encoder in evaluation mode without gradient.</param>
/// <param name="Folded">Images a second of its snapshot for inference.</param>
internal sealed record InferenceMeasurement(double Encoder, double Folded)
{
    private const int Batch = 256; // FeatureExtractorOptions' own

    public static Command CreateCommand()
    {
        Argument<string> benchmark = new("case");
        Argument<Precision> precision = new("precision");
        Option<double> seconds = new("--seconds");
        Command command = new("inference-case", "One measurement of the command inference.") { benchmark, precision, seconds };
        command.Hidden = true;
        command.SetAction(parsed => OwnProcess.Answer(Measure(
            StepCase.Named(parsed.GetValue(benchmark)!), parsed.GetValue(precision), parsed.GetValue(seconds))));
        return command;
    }

    public static InferenceMeasurement InOwnProcess(StepCase benchmark, Precision precision, double seconds)
        => OwnProcess.Measure<InferenceMeasurement>(
            "inference-case", benchmark.Name, $"{precision}", "--seconds", OwnProcess.Format(seconds));

    private static InferenceMeasurement Measure(StepCase benchmark, Precision precision, double seconds)
    {
        AllocatorTuning.EnsureApplied();
        using ResNetEncoder encoder = benchmark.CreateEncoder(precision);
        encoder.eval();
        using Encoder snapshot = encoder.CreateInferenceSnapshot()!;
        using IDisposable noGradient = no_grad();
        using Tensor images = rand(Batch, benchmark.Side, benchmark.Side, 3).permute(0, 3, 1, 2); // [N, C, H, W], channels-last
        return new InferenceMeasurement(Rate(encoder), Rate(snapshot));

        double Rate(Encoder network) => Batch / RepetitionTime.Measure(() => network.call(images).Dispose(), seconds).Median;
    }
}
