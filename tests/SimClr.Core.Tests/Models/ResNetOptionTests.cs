using Microsoft.Extensions.Options;
using SimClr.Core.Models;
using SimClr.Core.Tests.Golden;
using SimClr.Core.Tests.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

/// <summary>Deep stem, pooled shortcuts, selective kernels and squeeze-and-excitation, against Golden/resnet_options.py.</summary>
public sealed class ResNetOptionTests
{
    private const double Sixteenth = 1 / 16.0;
    private const double GoldenTolerance = 1e-9;

    private static readonly Dictionary<string, (ResNetDepth Depth, ResNetOptions Options)> Networks = new()
    {
        ["resnet50d"] = (ResNetDepth.ResNet50, new() { Stem = ResNetStem.Deep, AveragePoolShortcut = true }),
        ["seresnet50"] = (ResNetDepth.ResNet50, new() { SqueezeExcitationRatio = Sixteenth }),
        ["simclrv2-50"] = (
            ResNetDepth.ResNet50,
            new() { Stem = ResNetStem.Deep, AveragePoolShortcut = true, SelectiveKernelRatio = Sixteenth }),
        ["skresnet18"] = (ResNetDepth.ResNet18, new() { SelectiveKernelRatio = Sixteenth }),
        ["seskresnet18d"] = (ResNetDepth.ResNet18, Everything()),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void StateDict_WithOptions_EqualsTheReferences(string name)
    {
        using ResNetEncoder encoder = Create(name);
        string[] expected = [.. Listing(name).Select(row => $"{row[1]} {row[2]}")];
        IEnumerable<string> actual = encoder.state_dict().Select(entry => $"{entry.Key} {string.Join('x', entry.Value.shape)}");
        expected.Should().HaveCountGreaterThan(100);
        actual.Should().BeEquivalentTo(expected);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_ReferencesWeights_GivesTheReferencesFeatures(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = Create(name);
        encoder.to(ScalarType.Float64);
        Fill(encoder, name);
        encoder.eval();
        using IDisposable noGrad = no_grad();
        using Encoder snapshot = encoder.CreateInferenceSnapshot();
        double[] expected = [.. GoldenFile.Rows("resnet-options-outputs.txt").Where(row => row[0] == name).Select(row => GoldenFile.Number(row[1]))];
        expected.Should().HaveCount(16);
        foreach (Encoder network in new Encoder[] { encoder, snapshot })
        {
            double[] features = network.call(GoldenResNet.Image())[0, TensorIndex.Slice(0, 16)].data<double>().ToArray();
            EmbeddingTensors.RelativeError(features, expected).Should().BeLessThan(GoldenTolerance, network.GetName());
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 47)]
    [InlineData(40, 16)]
    public void Forward_AnySides_GivesFiniteFeatures(int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18, Narrow());
        Tensor features = encoder.call(rand(2, 3, height, width, generator: new Generator(1)));
        features.shape.Should().Equal(2, 64);
        features.isfinite().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Forward_BFloat16_StaysNearSinglePrecisionAndTrainsEveryParameter()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder exact = new(ResNetDepth.ResNet18, Narrow());
        using ResNetEncoder mixed = new(ResNetDepth.ResNet18, Narrow(Precision.BFloat16));
        Tensor images = rand(8, 3, 48, 48, generator: new Generator(1));
        Tensor expected = exact.call(images);
        Tensor actual = mixed.call(images);
        actual.dtype.Should().Be(ScalarType.Float32);
        ((double)((actual - expected).norm() / expected.norm()).item<float>())
            .Should().BeInRange(1e-5, NetworkBounds.BFloat16Features(exact));
        actual.square().sum().backward();
        mixed.named_parameters().Should().OnlyContain(item => item.parameter.grad!.count_nonzero().item<long>() > 0);
    }

    // The gradient that is written out knows convolutions, batch norm and shortcuts only.
    [Theory]
    [InlineData(ResNetStem.Deep, false, 0, 0)]
    [InlineData(ResNetStem.Cifar, true, 0, 0)]
    [InlineData(ResNetStem.Cifar, false, Sixteenth, 0)]
    [InlineData(ResNetStem.Cifar, false, 0, Sixteenth)]
    public void Backward_OptionsOn_IsAutogradsWhateverIsPreferred(ResNetStem stem, bool pools, double selective, double excitation)
    {
        using DisposeScope scope = NewDisposeScope();
        float[][] gradients = [.. new[] { true, false }.Select(preferred =>
        {
            ResNetOptions options = Narrow();
            (options.Stem, options.AveragePoolShortcut) = (stem, pools);
            (options.SelectiveKernelRatio, options.SqueezeExcitationRatio) = (selective, excitation);
            using ResNetEncoder encoder = new(ResNetDepth.ResNet10, options, seed: 3) { PrefersExplicitGradient = preferred };
            encoder.call(rand(4, 3, 32, 32, generator: new Generator(1))).square().sum().backward();
            return encoder.parameters().SelectMany(parameter => parameter.grad!.contiguous().data<float>().ToArray()).ToArray();
        })];
        gradients[0].Should().Equal(gradients[1]);
    }

    [Fact]
    public void Mix_StreamsAndWeightsSwapped_GivesTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor first, Tensor second) = (Wave(2, 6, 3, 3), Wave(2, 6, 3, 3).flip(1, 2));
        Tensor logits = Wave(2, 12);
        Tensor mixed = SelectiveKernel.Mix(cat([first, second], 1), pooled => pooled.clone(), _ => logits.clone());
        Tensor swapped = SelectiveKernel.Mix(cat([second, first], 1), pooled => pooled.clone(), _ => logits.roll(6, 1));
        ((mixed - swapped).abs().max() / mixed.abs().max()).item<double>().Should().BeLessThan(1e-14);
        Tensor equal = SelectiveKernel.Mix(cat([first, second], 1), pooled => pooled.clone(), _ => zeros_like(logits));
        (equal - (first + second) / 2).abs().max().item<double>().Should().BeLessThan(1e-14, "equal weights average the streams");
    }

    [Fact]
    public void Mix_AnyStreams_AreReducedFromTheSumOfTheirAverages()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor streams = Wave(2, 8, 3, 5);
        double[] seen = [];
        SelectiveKernel.Mix(streams, Reduce, _ => zeros(2, 8, ScalarType.Float64));
        for (int image = 0; image < 2; image++)
        {
            for (int channel = 0; channel < 4; channel++)
            {
                double sum = 0;
                for (int pixel = 0; pixel < 15; pixel++)
                    sum += (streams[image, channel, pixel / 5, pixel % 5] + streams[image, 4 + channel, pixel / 5, pixel % 5]).item<double>();
                seen[4 * image + channel].Should().BeApproximately(sum / 15, 1e-14);
            }
        }

        Tensor Reduce(Tensor pooled)
        {
            seen = pooled.data<double>().ToArray();
            return pooled.clone();
        }
    }

    [Fact]
    public void Excite_GatesAtZero_HalveEveryChannel()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = Wave(2, 6, 3, 3);
        Tensor excited = SqueezeExcitation.Excite(features, pooled => pooled.clone(), pooled => zeros_like(pooled));
        excited.equal(features / 2).all().item<bool>().Should().BeTrue();
    }

    [Theory]
    [InlineData(256, Sixteenth, 16)]
    [InlineData(64, Sixteenth, 8)]
    [InlineData(320, Sixteenth, 24)]
    [InlineData(8, 1, 8)]
    public void Reduced_ChannelsAndRatio_IsTimms(int channels, double ratio, int expected)
        => SqueezeExcitation.Reduced(channels, ratio).Should().Be(expected);

    [Theory]
    [InlineData(nameof(ResNetOptions.SelectiveKernelRatio), -0.1)]
    [InlineData(nameof(ResNetOptions.SelectiveKernelRatio), double.NaN)]
    [InlineData(nameof(ResNetOptions.SqueezeExcitationRatio), 1.1)]
    public void Constructor_RatioOutOfRange_SaysWhich(string option, double value)
    {
        ResNetOptions options = Narrow();
        typeof(ResNetOptions).GetProperty(option)!.SetValue(options, value);
        Action act = () => new ResNetEncoder(ResNetDepth.ResNet10, options).Dispose();
        act.Should().Throw<OptionsValidationException>().WithMessage($"*{option}*");
    }

    [Fact]
    public void Constructor_DeepStemOfOddChannels_SaysWhy()
    {
        Action act = () => new ResNetEncoder(
            ResNetDepth.ResNet10, new ResNetOptions { Stem = ResNetStem.Deep, WidthMultiplier = 3 / 64.0 }).Dispose();
        act.Should().Throw<OptionsValidationException>().WithMessage("WidthMultiplier: a deep stem begins with half the channels*= 3 is odd.");
    }

    [Fact]
    public void ForwardAndBackward_WithOptions_LeaveNoTensor()
    {
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18, Narrow());
        using Tensor images = rand(2, 3, 16, 16);
        LiveTensors.LeftBy(3, () =>
        {
            using Tensor features = encoder.call(images);
            using Tensor sum = features.sum();
            sum.backward();
            encoder.CreateInferenceSnapshot().Dispose();
        }).Should().Be(0);
    }

    private static ResNetOptions Everything() => new()
    {
        Stem = ResNetStem.Deep,
        AveragePoolShortcut = true,
        SelectiveKernelRatio = Sixteenth,
        SqueezeExcitationRatio = Sixteenth,
    };

    private static ResNetOptions Narrow(Precision precision = Precision.Float32)
    {
        ResNetOptions options = Everything();
        (options.WidthMultiplier, options.Precision) = (0.125, precision);
        return options;
    }

    private static ResNetEncoder Create(string name) => new(Networks[name].Depth, Networks[name].Options);

    private static IEnumerable<string[]> Listing(string name)
        => GoldenFile.Rows("resnet-options-state-dict.txt").Where(row => row[0] == name);

    private static void Fill(ResNetEncoder encoder, string name) => GoldenResNet.Fill(encoder, [.. Listing(name).Select(row => row[1])]);

    private static Tensor Wave(params long[] shape) => sin(0.7 * arange(shape.Aggregate((a, b) => a * b), ScalarType.Float64)).reshape(shape);
}
