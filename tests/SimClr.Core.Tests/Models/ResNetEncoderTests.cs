using Microsoft.Extensions.Options;
using SimClr.Core.Models;
using SimClr.Core.Tests.Golden;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

public sealed class ResNetEncoderTests
{
    [Theory]
    [InlineData(ResNetDepth.ResNet10)]
    [InlineData(ResNetDepth.ResNet18)]
    [InlineData(ResNetDepth.ResNet34)]
    [InlineData(ResNetDepth.ResNet50)]
    [InlineData(ResNetDepth.ResNet101)]
    [InlineData(ResNetDepth.ResNet152)]
    public void StateDict_AnyDepth_EqualsTorchvisions(ResNetDepth depth)
    {
        using ResNetEncoder encoder = new(depth);
        string[] expected = [.. GoldenFile.Rows("resnet-state-dict.txt").Where(row => row[0] == $"{(int)depth}").Select(row => $"{row[1]} {row[2]}")];
        IEnumerable<string> actual = encoder.state_dict().Select(entry => $"{entry.Key} {string.Join('x', entry.Value.shape)}");
        expected.Should().HaveCountGreaterThan(60);
        actual.Should().BeEquivalentTo(expected);
    }

    [Theory]
    [InlineData(ResNetDepth.ResNet10)]
    [InlineData(ResNetDepth.ResNet18)]
    [InlineData(ResNetDepth.ResNet50)]
    public void Forward_TorchvisionsWeights_GivesTorchvisionsFeatures(ResNetDepth depth)
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = new(depth);
        encoder.to(ScalarType.Float64);
        GoldenResNet.Fill(encoder);
        encoder.eval();
        using IDisposable noGrad = no_grad();
        double[] features = encoder.call(GoldenResNet.Image())[0, TensorIndex.Slice(0, 16)].data<double>().ToArray();
        double[] expected = GoldenResNet.Features(depth);
        features.Should().HaveCount(expected.Length);
        EmbeddingTensors.RelativeError(features, expected).Should().BeLessThan(2 * NetworkBounds.Features(encoder, ScalarType.Float64));
    }

    [Theory]
    [InlineData(ResNetStem.ImageNet, 64, 2)]
    [InlineData(ResNetStem.Cifar, 32, 4)]
    public void Forward_AnyStem_GivesFiniteFeaturesOfTheStatedLength(ResNetStem stem, int side, int channels)
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = new(
            ResNetDepth.ResNet18, new ResNetOptions { Stem = stem, WidthMultiplier = 0.125, InputChannels = channels });
        Tensor features = encoder.call(randn(3, channels, side, side));
        features.shape.Should().Equal(3, 64);
        encoder.FeatureDimension.Should().Be(64);
        features.isfinite().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Constructor_CifarStem_BeginsWithASmallKernel()
    {
        using ResNetEncoder small = new(ResNetDepth.ResNet18, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 0.125 });
        using ResNetEncoder large = new(ResNetDepth.ResNet18, new ResNetOptions { WidthMultiplier = 0.125 });
        small.state_dict()["conv1.weight"].shape.Should().Equal(8, 3, 3, 3);
        large.state_dict()["conv1.weight"].shape.Should().Equal(8, 3, 7, 7);
    }

    [Fact]
    public void Forward_ChannelsLastAndDefaultLayout_GiveTheSameFeatures()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 0.25 });
        encoder.eval();
        Tensor images = rand(4, 3, 32, 32);
        Tensor channelsLast = images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Tensor difference = (encoder.call(images) - encoder.call(channelsLast)).abs().max();
        (difference / encoder.call(images).abs().max()).item<float>()
            .Should().BeLessThan((float)(2 * NetworkBounds.Features(encoder, ScalarType.Float32)));
    }

    [Fact]
    public void Forward_BFloat16_StaysNearSinglePrecisionAndGivesSinglePrecisionGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        ResNetOptions options = new() { Stem = ResNetStem.Cifar, WidthMultiplier = 0.25 };
        using ResNetEncoder exact = new(ResNetDepth.ResNet18, options);
        options.Precision = Precision.BFloat16;
        using ResNetEncoder mixed = new(ResNetDepth.ResNet18, options);
        Tensor images = rand(8, 3, 32, 32);
        Tensor expected = exact.call(images);
        Tensor actual = mixed.call(images);
        actual.dtype.Should().Be(ScalarType.Float32);
        ((double)((actual - expected).norm() / expected.norm()).item<float>())
            .Should().BeInRange(1e-5, NetworkBounds.BFloat16Features(exact), "the arithmetic is another, and no worse than its rounding");
        actual.sum().backward();
        mixed.parameters().Should().OnlyContain(parameter => parameter.grad!.dtype == ScalarType.Float32);
    }

    [Fact]
    public void Average_BFloat16_IsNotRoundedToBFloat16()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = rand(4, 8, 3, 3).to_type(ScalarType.BFloat16);
        Tensor average = ResNetEncoder.Average(features);
        average.dtype.Should().Be(ScalarType.Float32);
        Tensor expected = features.to_type(ScalarType.Float64).mean([2, 3]);
        RoundingError.Largest(average, expected, expected).Should().BeLessThan(RoundingBounds.Worst(9 + 1, ScalarType.Float32));
    }

    [Fact]
    public void Constructor_SameSeed_GivesTheSameWeights()
    {
        Weights(1).Should().Equal(Weights(1));
        Weights(1).Should().NotEqual(Weights(2));
    }

    [Fact]
    public void Constructor_KaimingFanOut_GivesTheStatedDeviation()
    {
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18);
        double deviation = encoder.state_dict()["layer2.0.conv2.weight"].std().item<float>();
        deviation.Should().BeApproximately(Math.Sqrt(2.0 / (128 * 9)), 2e-4);
    }

    [Fact]
    public void Constructor_ZeroInitializeResidual_MakesBlocksBeginAsTheIdentity()
    {
        using ResNetEncoder encoder = new(
            ResNetDepth.ResNet50, new ResNetOptions { WidthMultiplier = 0.125, ZeroInitializeResidual = true });
        encoder.state_dict().Where(entry => entry.Key.EndsWith("bn3.weight", StringComparison.Ordinal)).Should().HaveCount(16)
            .And.OnlyContain(entry => entry.Value.abs().max().item<float>() == 0);
    }

    [Theory]
    [InlineData(0.26, 3, "WidthMultiplier")]
    [InlineData(17, 3, "WidthMultiplier")]
    [InlineData(double.NaN, 3, "WidthMultiplier")]
    [InlineData(1, 0, "InputChannels")]
    public void Constructor_BadOption_SaysWhich(double width, int channels, string named)
    {
        Action act = () => new ResNetEncoder(ResNetDepth.ResNet18, new ResNetOptions { WidthMultiplier = width, InputChannels = channels }).Dispose();
        act.Should().Throw<OptionsValidationException>().WithMessage($"*{named}*");
    }

    [Fact]
    public void Forward_WrongChannels_SaysExpectedAndFound()
    {
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18, new ResNetOptions { WidthMultiplier = 0.125 });
        using Tensor images = zeros(2, 1, 32, 32);
        encoder.Invoking(e => e.call(images)).Should().Throw<ArgumentException>().WithMessage("*[N, 3, H, W]*[2, 1, 32, 32]*");
    }

    [Fact]
    public void Forward_ManySteps_KeepsTheNumberOfLiveTensors()
    {
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 0.125 });
        using Tensor images = rand(2, 3, 16, 16);
        encoder.call(images).Dispose();
        long before = LiveTensors.Count();
        for (int step = 0; step < 5; step++)
            encoder.call(images).Dispose();
        LiveTensors.Count().Should().Be(before);
    }

    private static float[] Weights(long seed)
    {
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18, new ResNetOptions { WidthMultiplier = 0.125 }, seed);
        return [.. encoder.parameters().SelectMany(parameter => parameter.contiguous().data<float>().ToArray())];
    }
}
