using SimClr.Core.Models.Inference;
using SimClr.Core.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Transformers;

/// <summary>
/// The convolution that turns each patch of an image into a token. Its stride is the patch, so it is a product of matrices and computed as
/// one: images [N, C, H, W] to tokens [N, H W / patch^2, width].
/// </summary>
internal sealed class PatchProjection : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight; // [width, C, patch, patch]
    private readonly Parameter bias; // [width]
    private readonly Precision _precision;

    public PatchProjection(int channels, int patch, int width, Precision precision, RandomStream random)
        : base(nameof(PatchProjection))
    {
        // torch's default for a convolution, as in timm.
        double bound = 1 / Math.Sqrt((double)channels * patch * patch);
        weight = new Parameter(WeightInitialization.Uniform([width, channels, patch, patch], bound, random));
        bias = new Parameter(WeightInitialization.Uniform([width], bound, random));
        _precision = precision;
        RegisterComponents();
    }

    /// <summary>The operations of the same, as a convolution.</summary>
    public GraphValue Describe(InferenceGraph graph, GraphValue images, ModuleNames names)
    {
        GraphValue kernel = graph.Weight($"{names[this]}.{nameof(weight)}", weight);
        GraphValue shift = graph.Weight($"{names[this]}.{nameof(bias)}", bias);
        GraphValue planes = graph.Convolution(images, kernel, shift, stride: weight.shape[3]); // [N, width, H / patch, W / patch]
        return graph.Transpose(graph.Reshape(planes, 0, weight.shape[0], -1), 0, 2, 1);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        (long images, long channels, long patch) = (input.shape[0], input.shape[1], weight.shape[3]);
        (long rows, long columns) = (input.shape[2] / patch, input.shape[3] / patch);
        Tensor patches = input.reshape(images, channels, rows, patch, columns, patch)
            .permute(0, 2, 4, 1, 3, 5) // [N, rows, columns, C, patch, patch]
            .reshape(images, rows * columns, channels * patch * patch);
        return LinearLayer.Apply(patches, weight.flatten(1), bias, _precision).MoveToOuterDisposeScope();
    }
}
