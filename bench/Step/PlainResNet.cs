using SimClr.Core.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>A residual network of TorchSharp's own layers, in torchvision's form, without classifier.</summary>
internal sealed class PlainResNet : nn.Module<Tensor, Tensor>
{
    private readonly Sequential layers;

    public PlainResNet(StepCase benchmark)
        : base(nameof(PlainResNet))
    {
        ResNetShape shape = ResNetShape.Of(benchmark.Depth);
        List<nn.Module<Tensor, Tensor>> built = [.. Stem(benchmark)];
        int inputs = benchmark.BaseChannels;
        for (int stage = 0; stage < 4; stage++)
        {
            int channels = benchmark.BaseChannels << stage;
            for (int block = 0; block < shape.Blocks[stage]; block++)
            {
                built.Add(new Block(shape.Bottleneck, inputs, channels, stage > 0 && block == 0 ? 2 : 1));
                inputs = channels * shape.Expansion;
            }
        }

        FeatureDimension = inputs;
        layers = nn.Sequential([.. built, nn.AdaptiveAvgPool2d(1), nn.Flatten()]);
        RegisterComponents();
    }

    public int FeatureDimension { get; }

    public override Tensor forward(Tensor input) => layers.call(input); // [N, F]

    private static nn.Module<Tensor, Tensor>[] Stem(StepCase benchmark) => benchmark.Stem == ResNetStem.Cifar
        ? [Convolution(3, benchmark.BaseChannels, 3, 1), nn.BatchNorm2d(benchmark.BaseChannels), nn.ReLU(inplace: true)]
        :
        [
            Convolution(3, benchmark.BaseChannels, 7, 2), nn.BatchNorm2d(benchmark.BaseChannels), nn.ReLU(inplace: true),
            nn.MaxPool2d(3, 2, 1),
        ];

    private static Conv2d Convolution(int inputs, int outputs, int size, int stride)
        => nn.Conv2d(inputs, outputs, size, stride, size / 2, bias: false);

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential residual;
        private readonly Sequential? shortcut;

        public Block(bool bottleneck, int inputs, int channels, int stride)
            : base(nameof(Block))
        {
            int outputs = bottleneck ? 4 * channels : channels;
            residual = bottleneck
                ? nn.Sequential(
                    Convolution(inputs, channels, 1, 1), nn.BatchNorm2d(channels), nn.ReLU(inplace: true),
                    Convolution(channels, channels, 3, stride), nn.BatchNorm2d(channels), nn.ReLU(inplace: true),
                    Convolution(channels, outputs, 1, 1), nn.BatchNorm2d(outputs))
                : nn.Sequential(
                    Convolution(inputs, channels, 3, stride), nn.BatchNorm2d(channels), nn.ReLU(inplace: true),
                    Convolution(channels, channels, 3, 1), nn.BatchNorm2d(channels));
            shortcut = stride == 1 && inputs == outputs
                ? null
                : nn.Sequential(Convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using DisposeScope scope = NewDisposeScope();
            return residual.call(input).add_(shortcut is null ? input : shortcut.call(input)).relu_().MoveToOuterDisposeScope();
        }
    }
}
