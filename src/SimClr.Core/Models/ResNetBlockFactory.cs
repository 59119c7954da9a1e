using SimClr.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>Builds the parts of one ResNet; layers draw their initial weights from one stream in the order of their creation.</summary>
internal sealed class ResNetBlockFactory(ResNetShape shape, ResNetOptions options, Precision precision, RandomStream random)
{
    public ConvolutionLayer Convolution(int inputs, int outputs, int size, int stride)
        => new(inputs, outputs, size, stride, precision, random);

    /// <summary>Streams that the 3x3 convolution of a block gives: more than one with selective kernels.</summary>
    public int Streams => options.SelectiveKernelRatio > 0 ? SelectiveKernel.Streams : 1;

    /// <summary>The convolution, or convolutions, in front of the first batch norm.</summary>
    public nn.Module<Tensor, Tensor> Stem(int channels) => options.Stem switch
    {
        ResNetStem.Cifar => Convolution(options.InputChannels, channels, 3, 1),
        ResNetStem.Deep => nn.Sequential(
            Convolution(options.InputChannels, channels / 2, 3, 2), new BatchNormLayer(channels / 2), nn.ReLU(inplace: true),
            Convolution(channels / 2, channels / 2, 3, 1), new BatchNormLayer(channels / 2), nn.ReLU(inplace: true),
            Convolution(channels / 2, channels, 3, 1)),
        _ => Convolution(options.InputChannels, channels, 7, 2),
    };

    /// <summary>Mixes a block's streams; null without selective kernels.</summary>
    public SelectiveKernel? Selection(int channels)
        => options.SelectiveKernelRatio > 0 ? new(channels, options.SelectiveKernelRatio, random) : null;

    /// <summary>Weighs a block's channels; null without squeeze-and-excitation.</summary>
    public SqueezeExcitation? Excitation(int channels)
        => options.SqueezeExcitationRatio > 0 ? new(channels, options.SqueezeExcitationRatio, random) : null;

    /// <summary>Batch norm at the end of a block's residual branch.</summary>
    public BatchNormLayer LastNorm(int channels) => new(channels, zeroScale: options.ZeroInitializeResidual);

    /// <summary>One of the four stages; all but the first halve the resolution.</summary>
    public Sequential Stage(int stage, int inputs, int channels)
    {
        List<nn.Module<Tensor, Tensor>> blocks = [];
        for (int block = 0; block < shape.Blocks[stage]; block++)
        {
            int stride = stage > 0 && block == 0 ? 2 : 1;
            blocks.Add(
                shape.Bottleneck ? new BottleneckBlock(this, inputs, channels, stride) : new BasicBlock(this, inputs, channels, stride));
            inputs = channels * shape.Expansion;
        }

        return nn.Sequential(blocks.ToArray());
    }

    /// <summary>The shortcut's projection where a block changes shape; null where the shortcut is the identity.</summary>
    public Sequential? Downsample(int inputs, int outputs, int stride)
    {
        if (stride == 1 && inputs == outputs)
            return null;
        if (!options.AveragePoolShortcut)
            return nn.Sequential(Convolution(inputs, outputs, 1, stride), new BatchNormLayer(outputs));
        nn.Module<Tensor, Tensor> pool = stride == 1 ? nn.Identity() : new AveragePool(); // Takes a number in timm's names either way.
        return nn.Sequential(pool, Convolution(inputs, outputs, 1, 1), new BatchNormLayer(outputs));
    }

    /// <summary>Whether a shortcut begins with average pooling.</summary>
    public static bool Pools(Sequential? downsample) => downsample?.children().First() is AveragePool;
}
