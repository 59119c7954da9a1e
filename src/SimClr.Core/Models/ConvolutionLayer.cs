using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using SimClr.Core.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A 2-d convolution without bias whose weights lie channels-last, so that libtorch takes its channels-last kernels.</summary>
internal sealed class ConvolutionLayer : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight; // [outputs, inputs, size, size]
    private readonly long _stride;
    private readonly Precision _precision;

    public ConvolutionLayer(int inputs, int outputs, int size, int stride, Precision precision, RandomStream random)
        : base(nameof(ConvolutionLayer))
    {
        // Kaiming normal, fan out, gain of ReLU, as in torchvision's ResNet (He et al. 2015).
        double deviation = Math.Sqrt(2.0 / ((long)outputs * size * size));
        using Tensor initial = WeightInitialization.Gaussian([outputs, size, size, inputs], deviation, random);
        weight = new Parameter(initial.permute(0, 3, 1, 2));
        _stride = stride;
        _precision = precision;
        RegisterComponents();
    }

    /// <summary>The weights, [outputs, inputs, size, size].</summary>
    public Parameter Weight => weight;

    public long Stride => _stride;

    private ScalarType Arithmetic => _precision.ArithmeticFor(weight);

    /// <summary>This layer and the batch norm behind it with their present weights, for inference; the caller's.</summary>
    public FoldedConvolution Fold(BatchNormLayer norm)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        // In the precision of the weights, and only then cast: each number is rounded once.
        (Tensor scale, Tensor shift) = norm.ToAffine(); // [outputs]
        Tensor kernel = Scaled(scale).to_type(Arithmetic).DetachFromDisposeScope();
        Tensor bias = shift.to_type(Arithmetic).DetachFromDisposeScope();
        return new FoldedConvolution(kernel, bias, _stride);
    }

    /// <summary>The operation of the same, whose weights are not cast: [N, inputs, H, W] to [N, outputs, H / stride, W / stride].</summary>
    public GraphValue Describe(InferenceGraph graph, GraphValue input, ModuleNames names, BatchNormLayer norm)
    {
        GraphValue kernel = graph.Weight($"{names[this]}.weight", weight.shape, () => Scaled(norm.ToAffine().Scale));
        GraphValue bias = graph.Weight($"{names[this]}.bias", weight.shape[..1], () => norm.ToAffine().Shift);
        return graph.Convolution(input, kernel, bias, _stride, padding: weight.shape[2] / 2);
    }

    public override Tensor forward(Tensor input)
    {
        using Tensor cast = input.to_type(Arithmetic);
        using Tensor kernel = weight.to_type(Arithmetic);
        return SafeConvolution.Apply(cast, kernel, bias: null, _stride); // [N, outputs, H / stride, W / stride]
    }

    private Tensor Scaled(Tensor scale) => weight * scale.view(-1, 1, 1, 1);
}
