using SimClr.Core.Models.Inference;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.BatchNorms;
using SimClr.Core.Numerics.Winograd;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models.ExplicitGradient;

/// <summary>A convolution and the batch norm behind it.</summary>
internal sealed record NormalizedConvolution(ConvolutionLayer Convolution, BatchNormLayer Norm)
{
    /// <summary>Weights, scale and shift, in this order.</summary>
    public IEnumerable<Parameter> Parameters => [Convolution.Weight, Norm.Weight, Norm.Bias!];

    /// <summary>The two modules of a downsampling shortcut; null if there is none.</summary>
    public static NormalizedConvolution? Of(Sequential? downsample)
        => downsample?.children().ToArray() is [.., ConvolutionLayer convolution, BatchNormLayer norm] ? new(convolution, norm) : null;

    /// <summary>The two as one convolution with their present weights, for inference; the caller's.</summary>
    public FoldedConvolution Fold() => Convolution.Fold(Norm);

    /// <summary>The operation of that convolution.</summary>
    public GraphValue Describe(InferenceGraph graph, GraphValue input, ModuleNames names)
        => Convolution.Describe(graph, input, names, Norm);

    /// <summary>The convolution's output, channels-last; the caller's.</summary>
    /// <param name="input">[N, inputs, H, W], channels-last.</param>
    /// <param name="activation">Batch norm and ReLU that the input goes through first, or null.</param>
    public Tensor Convolve(Tensor input, ChannelAffine? activation = null)
    {
        Parameter kernel = Convolution.Weight;
        if (WinogradConvolution.Suits(input.shape, kernel.shape, Convolution.Stride))
        {
            using WinogradWeights weights = WinogradWeights.Of(kernel);
            return WinogradConvolution.Apply(input, activation, weights);
        }

        using Tensor? activations = activation?.Applied(input, residual: null, rectify: true);
        using Tensor output = SafeConvolution.Apply(activations ?? input, kernel, bias: null, Convolution.Stride);
        return ChannelsLastImages.Arrange(output);
    }
}
