using SimClr.Core.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A 2-d convolution without bias whose weights lie channels-last, so that libtorch takes its channels-last kernels.</summary>
internal sealed class ConvolutionLayer : nn.Module<Tensor, Tensor>
{
    /// <summary>
    /// oneDNN's gradient of a strided 1x1 convolution's weights writes past its memory where there are fewer input channels than it works
    /// on at once (uxlfoundation/oneDNN issue 6035: crashes, hangs or wrong numbers): 16 with AVX-512, 8 with AVX2.
    /// </summary>
    private const int ChannelsAtOnce = 16;

    private readonly Parameter weight; // [outputs, inputs, size, size]
    private readonly long[] _strides;
    private readonly long[] _padding;
    private readonly ScalarType _arithmetic;
    private readonly bool _sampleFirst;

    public ConvolutionLayer(int inputs, int outputs, int size, int stride, Precision precision, RandomStream random)
        : base(nameof(ConvolutionLayer))
    {
        // Kaiming normal, fan out, gain of ReLU, as in torchvision's ResNet (He et al. 2015).
        double deviation = Math.Sqrt(2.0 / ((long)outputs * size * size));
        using Tensor initial = WeightInitialization.Gaussian([outputs, size, size, inputs], deviation, random);
        weight = new Parameter(initial.permute(0, 3, 1, 2));
        _strides = [stride, stride];
        _padding = [size / 2, size / 2];
        _sampleFirst = size == 1 && stride > 1 && inputs < ChannelsAtOnce;
        _arithmetic = precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        RegisterComponents();
    }

    private ScalarType Arithmetic => weight.dtype == ScalarType.Float64 ? ScalarType.Float64 : _arithmetic;

    /// <summary>This layer and the batch norm behind it with their present weights, for inference; the caller's.</summary>
    public FoldedConvolution Fold(BatchNormLayer norm)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        // In the precision of the weights, and only then cast: each number is rounded once.
        (Tensor scale, Tensor shift) = norm.ToAffine(); // [outputs]
        Tensor kernel = (weight * scale.view(-1, 1, 1, 1)).to_type(Arithmetic).DetachFromDisposeScope();
        Tensor bias = shift.to_type(Arithmetic).DetachFromDisposeScope();
        return new FoldedConvolution(kernel, bias, _strides, _padding);
    }

    public override Tensor forward(Tensor input)
    {
        using Tensor cast = input.to_type(Arithmetic);
        using Tensor kernel = weight.to_type(Arithmetic);
        if (!_sampleFirst)
            return nn.functional.conv2d(cast, kernel, strides: _strides, padding: _padding); // [N, outputs, H / stride, W / stride]
        using Tensor rows = cast.slice(2, 0, cast.shape[2], _strides[0]);
        using Tensor sampled = rows.slice(3, 0, cast.shape[3], _strides[1]);
        return nn.functional.conv2d(sampled, kernel);
    }
}
