using SimClr.Core.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>Builds the parts of one ResNet; layers draw their initial weights from one stream in the order of their creation.</summary>
internal sealed class ResNetBlockFactory(ResNetShape shape, ResNetOptions options, Precision precision, RandomStream random)
{
    public ConvolutionLayer Convolution(int inputs, int outputs, int size, int stride)
        => new(inputs, outputs, size, stride, precision, random);

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
        => stride == 1 && inputs == outputs ? null : nn.Sequential(Convolution(inputs, outputs, 1, stride), new BatchNormLayer(outputs));
}
