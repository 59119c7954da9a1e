using SimClr.Core.Numerics;
using SimClr.Core.Numerics.BatchNorms;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models.ExplicitGradient;

/// <summary>A convolution of a training pass with its output, before batch norm, and what batch norm did to that.</summary>
internal sealed record RecordedConvolution(NormalizedConvolution Unit, Tensor Convolved, ChannelAffine Affine)
{
    /// <summary>The activations behind batch norm and ReLU, computed again to the same bits; the caller's.</summary>
    public Tensor Activations() => Affine.Applied(Convolved, residual: null, rectify: true);
}
