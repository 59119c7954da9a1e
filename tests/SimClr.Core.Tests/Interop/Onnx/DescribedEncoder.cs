using SimClr.Core.Models;
using SimClr.Core.Models.Inference;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>An encoder as users write them: its features are what the test says, and so are the operations for it.</summary>
internal sealed class DescribedEncoder(
    int channels, int features, Func<Tensor, Tensor> compute, Func<InferenceGraph, GraphValue, GraphValue> describe)
    : Encoder(nameof(DescribedEncoder), channels, features)
{
    /// <summary>The pixels are the features.</summary>
    public static DescribedEncoder Flattening(int features) => new(
        1,
        features,
        images => images.flatten(1),
        (graph, images) => graph.Operation("Flatten", [images], new GraphAttribute("axis", 1)));

    public override Tensor forward(Tensor input)
    {
        CheckImages(input);
        using DisposeScope scope = NewDisposeScope();
        return compute(input).MoveToOuterDisposeScope();
    }

    public override GraphValue Describe(InferenceGraph graph, GraphValue images)
    {
        ThrowIfDisposed();
        return describe(graph, images);
    }
}
