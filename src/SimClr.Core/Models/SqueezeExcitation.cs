using SimClr.Core.Models.Inference;
using SimClr.Core.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>Squeeze-and-excitation (Hu et al. 2018): every channel is multiplied by a gate that all pooled channels decide.</summary>
internal sealed class SqueezeExcitation : nn.Module<Tensor, Tensor>
{
    private const int Multiple = 8;

    private readonly ChannelLayer fc1;
    private readonly ChannelLayer fc2;

    public SqueezeExcitation(int channels, double ratio, RandomStream random)
        : base(nameof(SqueezeExcitation))
    {
        int reduced = Reduced(channels, ratio);
        fc1 = new ChannelLayer(channels, reduced, hasBias: true, random);
        fc2 = new ChannelLayer(reduced, channels, hasBias: true, random);
        RegisterComponents();
    }

    /// <summary>Width of the layer between, the nearest multiple of 8 and at least 8, as in timm.</summary>
    public static int Reduced(int channels, double ratio)
        => Math.Max(Multiple, (int)(channels * ratio + Multiple / 2) / Multiple * Multiple);

    /// <summary>Multiplies features [N, C, H, W] by the gates that come of their averages; a new tensor, owned by the caller.</summary>
    public static Tensor Excite(Tensor features, Func<Tensor, Tensor> reduce, Func<Tensor, Tensor> expand)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pooled = ResNetEncoder.Average(features); // [N, C]
        Tensor gates = expand(reduce(pooled).relu_()).sigmoid_().to_type(features.dtype); // [N, C]
        return features.mul(gates.view(gates.shape[0], gates.shape[1], 1, 1)).MoveToOuterDisposeScope();
    }

    public override Tensor forward(Tensor input) => Excite(input, fc1.call, fc2.call);

    /// <summary>This module with its present weights, for inference; owned by the caller.</summary>
    public FoldedSqueezeExcitation Fold() => new(fc1.Fold(), fc2.Fold());

    /// <summary>The operations of <see cref="Excite"/>.</summary>
    public GraphValue Describe(InferenceGraph graph, GraphValue features, ModuleNames names)
    {
        GraphValue reduced = graph.Relu(fc1.Describe(graph, graph.GlobalAverage(features), names));
        GraphValue gates = graph.Sigmoid(fc2.Describe(graph, reduced, names)); // [N, C]
        return graph.Multiply(features, graph.Reshape(gates, 0, fc2.Outputs, 1, 1));
    }
}
