using SimClr.Core.Models.ExplicitGradient;
using SimClr.Core.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// 1x1, 3x3 and 1x1 convolution and a shortcut (ResNet-50, -101, -152); the stride sits in the 3x3 convolution, as in torchvision.
/// </summary>
internal sealed class BottleneckBlock : nn.Module<Tensor, Tensor>, IResidualBlock
{
    private const int Expansion = 4;

    private readonly ConvolutionLayer conv1;
    private readonly BatchNormLayer bn1;
    private readonly ConvolutionLayer conv2;
    private readonly BatchNormLayer bn2;
    private readonly SelectiveKernel? sk;
    private readonly ConvolutionLayer conv3;
    private readonly BatchNormLayer bn3;
    private readonly SqueezeExcitation? se;
    private readonly Sequential? downsample;

    public BottleneckBlock(ResNetBlockFactory factory, int inputs, int channels, int stride)
        : base(nameof(BottleneckBlock))
    {
        conv1 = factory.Convolution(inputs, channels, 1, 1);
        bn1 = new BatchNormLayer(channels);
        conv2 = factory.Convolution(channels, channels * factory.Streams, 3, stride);
        bn2 = new BatchNormLayer(channels * factory.Streams);
        sk = factory.Selection(channels);
        conv3 = factory.Convolution(channels, channels * Expansion, 1, 1);
        bn3 = factory.LastNorm(channels * Expansion);
        se = factory.Excitation(channels * Expansion);
        downsample = factory.Downsample(inputs, channels * Expansion, stride);
        RegisterComponents();
    }

    public IReadOnlyList<NormalizedConvolution> Branch => [new(conv1, bn1), new(conv2, bn2), new(conv3, bn3)];

    public NormalizedConvolution? Shortcut => NormalizedConvolution.Of(downsample);

    public bool PoolsShortcut => ResNetBlockFactory.Pools(downsample);

    public SelectiveKernel? Selection => sk;

    public SqueezeExcitation? Excitation => se;

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor residual = bn1.call(conv1.call(input)).relu_();
        residual = bn2.call(conv2.call(residual)).relu_();
        residual = sk is null ? residual : sk.call(residual);
        residual = bn3.call(conv3.call(residual));
        residual = se is null ? residual : se.call(residual);
        Tensor shortcut = downsample is null ? input : downsample.call(input);
        return residual.add_(shortcut, Scalars.One).relu_().MoveToOuterDisposeScope(); // [N, 4 * channels, H / stride, W / stride]
    }
}
