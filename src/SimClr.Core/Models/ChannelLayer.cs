using SimClr.Core.Models.Inference;
using SimClr.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// A 1x1 convolution of one pixel, the pooled channels of an image: [N, inputs] to [N, outputs]. Weights have a convolution's shape, as
/// in timm and torchvision.
/// </summary>
internal sealed class ChannelLayer : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight; // [outputs, inputs, 1, 1]
    private readonly Parameter? bias; // [outputs]

    public ChannelLayer(int inputs, int outputs, bool hasBias, RandomStream random)
        : base(nameof(ChannelLayer))
    {
        // Fan in and gain 1, biases at zero, as in the official SimCLR code.
        weight = new Parameter(WeightInitialization.Gaussian([outputs, inputs, 1, 1], 1 / Math.Sqrt(inputs), random));
        bias = hasBias ? new Parameter(zeros(outputs)) : null;
        RegisterComponents();
    }

    /// <summary>Number of outputs.</summary>
    public long Outputs => weight.shape[0];

    public override Tensor forward(Tensor input)
    {
        using Tensor matrix = weight.flatten(1);
        return nn.functional.linear(input, matrix, bias); // [N, outputs]
    }

    /// <summary>This layer, and the batch norm behind it if there is one, with their present weights, for inference; owned by the caller.</summary>
    public FoldedChannels Fold(BatchNormLayer? norm = null)
    {
        (Tensor matrix, Tensor shift) = FoldedChannels.Fold(weight, bias, norm);
        return new FoldedChannels(matrix.DetachFromDisposeScope(), shift.DetachFromDisposeScope());
    }

    /// <summary>The operation of the same: [N, inputs] to [N, outputs].</summary>
    public GraphValue Describe(InferenceGraph graph, GraphValue input, ModuleNames names, BatchNormLayer? norm = null)
        => FoldedChannels.Describe(graph, input, names[this], weight, bias, norm);
}
