using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>Residual networks in OnnxRuntime against the library.</summary>
public sealed class ResNetExportTests
{
    private const double Sixteenth = 1 / 16.0;

    public static TheoryData<ResNetDepth> Depths => [.. Enum.GetValues<ResNetDepth>()];

    public static TheoryData<string> Names => [.. Variants.Keys];

    private static Dictionary<string, ResNetOptions> Variants => new()
    {
        ["ImageNet stem"] = new() { Stem = ResNetStem.ImageNet },
        ["CIFAR stem"] = new() { Stem = ResNetStem.Cifar },
        ["deep stem"] = new() { Stem = ResNetStem.Deep },
        ["average-pool shortcut"] = new() { Stem = ResNetStem.Cifar, AveragePoolShortcut = true },
        ["selective kernels"] = new() { Stem = ResNetStem.Cifar, SelectiveKernelRatio = Sixteenth },
        ["squeeze and excitation"] = new() { Stem = ResNetStem.Cifar, SqueezeExcitationRatio = Sixteenth },
        ["zero residuals"] = new() { Stem = ResNetStem.Cifar, ZeroInitializeResidual = true },
        ["one channel"] = new() { Stem = ResNetStem.Cifar, InputChannels = 1 },
        ["all"] = new()
        {
            Stem = ResNetStem.Deep,
            AveragePoolShortcut = true,
            SelectiveKernelRatio = Sixteenth,
            SqueezeExcitationRatio = Sixteenth,
        },
    };

    [Theory]
    [MemberData(nameof(Depths))]
    public void Run_EveryDepth_GivesTheEncodersFeatures(ResNetDepth depth)
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = Create(depth, new() { Stem = ResNetStem.Cifar }, 16, 16);
        ShouldEqualTheEncoder(encoder, 16, 16);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_EveryOptionAndKindOfBlock_GivesTheEncodersFeatures(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (ResNetDepth depth in new[] { ResNetDepth.ResNet10, ResNetDepth.ResNet50 })
        {
            // Sides that are odd somewhere on the way: the last window of a pool is then cut.
            using ResNetEncoder encoder = Create(depth, Variants[name], 38, 26);
            ShouldEqualTheEncoder(encoder, 38, 26);
        }
    }

    [Theory]
    [InlineData(ResNetStem.Cifar, false)]
    [InlineData(ResNetStem.Deep, true)]
    public void Run_DynamicSize_TakesAnySizeInOneFile(ResNetStem stem, bool averagePool)
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = Create(ResNetDepth.ResNet18, new() { Stem = stem, AveragePoolShortcut = averagePool }, 32, 32);
        using IDisposable noGradient = no_grad();
        using OnnxRun run = OnnxRun.Of(encoder, new OnnxExportOptions { DynamicSize = true });
        foreach ((int height, int width) in new[] { (32, 32), (45, 27), (64, 48) })
        {
            Tensor images = OnnxNetworks.Images(2, height, width);
            OnnxNetworks.ShouldEqual(run.Run(images), encoder.call(images));
        }
    }

    // Its own arithmetic rounds to 2^-8; the file has the weights that are trained, so it is as exact as single precision.
    [Fact]
    public void Run_BFloat16Encoder_GivesTheFeaturesOfItsSinglePrecisionWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder mixed = Create(ResNetDepth.ResNet18, new() { Stem = ResNetStem.Cifar, Precision = Precision.BFloat16 }, 16, 16);
        using ResNetEncoder exact = new(ResNetDepth.ResNet18, Narrow(new() { Stem = ResNetStem.Cifar }));
        exact.load_state_dict(mixed.state_dict());
        exact.eval();
        using IDisposable noGradient = no_grad();
        using OnnxRun run = OnnxRun.Of(mixed, new OnnxExportOptions { Height = 16 });
        Tensor images = OnnxNetworks.Images(3, 16, 16);
        OnnxNetworks.ShouldEqual(run.Run(images), exact.call(images));
    }

    [Fact]
    public void Run_DoublePrecisionEncoder_GivesItsFeaturesInSinglePrecision()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = Create(ResNetDepth.ResNet18, new() { Stem = ResNetStem.Cifar }, 16, 16);
        encoder.to(ScalarType.Float64);
        using IDisposable noGradient = no_grad();
        using OnnxRun run = OnnxRun.Of(encoder, new OnnxExportOptions { Height = 16 });
        Tensor images = OnnxNetworks.Images(3, 16, 16);
        OnnxNetworks.ShouldEqual(run.Run(images), encoder.call(images.to(ScalarType.Float64)));
    }

    private static ResNetEncoder Create(ResNetDepth depth, ResNetOptions options, int height, int width)
    {
        ResNetEncoder encoder = new(depth, Narrow(options), seed: 3);
        return OnnxNetworks.Trained(encoder, OnnxNetworks.Images(4, height, width, options.InputChannels, seed: 2));
    }

    private static ResNetOptions Narrow(ResNetOptions options)
    {
        options.WidthMultiplier = 1 / 16.0;
        return options;
    }

    private static void ShouldEqualTheEncoder(ResNetEncoder encoder, int height, int width)
    {
        using IDisposable noGradient = no_grad();
        using OnnxRun run = OnnxRun.Of(encoder, new OnnxExportOptions { Height = height, Width = width });
        Tensor images = OnnxNetworks.Images(3, height, width, encoder.InputChannels);
        Tensor expected = encoder.call(images);
        OnnxNetworks.ShouldEqual(run.Run(images), expected);
        OnnxNetworks.ShouldEqual(run.Run(images.narrow(0, 1, 1)), expected.narrow(0, 1, 1));
    }
}
