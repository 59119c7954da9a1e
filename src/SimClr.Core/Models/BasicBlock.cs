using SimClr.Core.Models.ExplicitGradient;
using SimClr.Core.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>Two 3x3 convolutions and a shortcut (ResNet-18 and -34); of selective kernels the first one has them.</summary>
internal sealed class BasicBlock : nn.Module<Tensor, Tensor>, IResidualBlock
{
    private readonly ConvolutionLayer conv1;
    private readonly BatchNormLayer bn1;
    private readonly SelectiveKernel? sk;
    private readonly ConvolutionLayer conv2;
    private readonly BatchNormLayer bn2;
    private readonly SqueezeExcitation? se;
    private readonly Sequential? downsample;

    public BasicBlock(ResNetBlockFactory factory, int inputs, int channels, int stride)
        : base(nameof(BasicBlock))
    {
        conv1 = factory.Convolution(inputs, channels * factory.Streams, 3, stride);
        bn1 = new BatchNormLayer(channels * factory.Streams);
        sk = factory.Selection(channels);
        conv2 = factory.Convolution(channels, channels, 3, 1);
        bn2 = factory.LastNorm(channels);
        se = factory.Excitation(channels);
        downsample = factory.Downsample(inputs, channels, stride);
        RegisterComponents();
    }

    public IReadOnlyList<NormalizedConvolution> Branch => [new(conv1, bn1), new(conv2, bn2)];

    public NormalizedConvolution? Shortcut => NormalizedConvolution.Of(downsample);

    public bool PoolsShortcut => ResNetBlockFactory.Pools(downsample);

    public SelectiveKernel? Selection => sk;

    public SqueezeExcitation? Excitation => se;

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor residual = bn1.call(conv1.call(input)).relu_();
        residual = sk is null ? residual : sk.call(residual);
        residual = bn2.call(conv2.call(residual));
        residual = se is null ? residual : se.call(residual);
        Tensor shortcut = downsample is null ? input : downsample.call(input);
        return residual.add_(shortcut, Scalars.One).relu_().MoveToOuterDisposeScope(); // [N, channels, H / stride, W / stride]
    }
}
