using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Inference;

/// <summary>A way from images to features.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Precision">Of the encoder.</param>
/// <param name="Prepare">
/// From an encoder in evaluation mode and the images, [N, C, H, W] with channels-last strides, to a forward pass that can be repeated.
/// </param>
internal sealed record InferenceContender(string Name, Precision Precision, Func<ResNetEncoder, Tensor, Action> Prepare)
{
    public static IReadOnlyList<InferenceContender> All { get; } =
    [
        new("encoder", Precision.Float32, Encode),
        new("folded", Precision.Float32, Fold),
        new("onnxruntime", Precision.Float32, OnnxRuntime),
        new("encoder-bf16", Precision.BFloat16, Encode),
        new("folded-bf16", Precision.BFloat16, Fold),
    ];

    public static InferenceContender Named(string name) => All.Single(contender => contender.Name == name);

    private static Action Encode(ResNetEncoder encoder, Tensor images) => () => encoder.call(images).Dispose();

    private static Action Fold(ResNetEncoder encoder, Tensor images)
    {
        Encoder folded = encoder.CreateInferenceSnapshot()!;
        return () => folded.call(images).Dispose();
    }

    // The same weights, exported; all processors, as libtorch has.
    private static Action OnnxRuntime(ResNetEncoder encoder, Tensor images)
    {
        using MemoryStream file = new();
        OnnxExporter.Save(encoder, file, new OnnxExportOptions { Height = (int)images.shape[2] });
        InferenceSession session = new(file.ToArray());
        OrtValue input = OrtValue.CreateTensorValueFromMemory(images.contiguous().data<float>().ToArray(), images.shape);
        RunOptions options = new();
        return () => session.Run(options, ["images"], [input], ["features"]).Dispose();
    }
}
