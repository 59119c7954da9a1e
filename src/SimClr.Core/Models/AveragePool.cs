using SimClr.Core.Models.Inference;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// 2x2 average pooling with stride 2, in front of a shortcut's projection (ResNet-D). The last row or column of an odd side is averaged
/// over the pixels that there are, as in timm.
/// </summary>
internal sealed class AveragePool() : nn.Module<Tensor, Tensor>(nameof(AveragePool))
{
    public static Tensor Halve(Tensor input)
        => nn.functional.avg_pool2d(input, 2, stride: 2, ceil_mode: true, count_include_pad: false); // [N, C, H / 2, W / 2]

    /// <summary>The operation of the same.</summary>
    public static GraphValue Describe(InferenceGraph graph, GraphValue input) => graph.Operation(
        "AveragePool",
        [input],
        new GraphAttribute("kernel_shape", [2, 2]),
        new GraphAttribute("strides", [2, 2]),
        new GraphAttribute("ceil_mode", 1),
        new GraphAttribute("count_include_pad", 0));

    public override Tensor forward(Tensor input) => Halve(input);
}
