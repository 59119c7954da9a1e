using Microsoft.Extensions.Options;
using SimClr.Core.Models;
using SimClr.Core.Tests.Golden;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

public sealed class VisionTransformerEncoderTests
{
    private const double GoldenTolerance = 1e-12;

    [Fact]
    public void StateDict_ClassToken_EqualsTorchvisionsUnderTimmsNames()
    {
        using VisionTransformerEncoder encoder = new(Golden());
        string[] expected = [.. GoldenFile.Rows("vit-state-dict.txt").Select(row => $"{row[0]} {row[1]}")];
        expected.Should().HaveCount(42);
        Listing(encoder).Should().BeEquivalentTo(expected);
    }

    [Fact]
    public void StateDict_Mean_HasNoClassTokenAndTimmsLastNorm()
    {
        using VisionTransformerEncoder encoder = new(Golden(VisionTransformerPooling.Mean));
        IEnumerable<string> expected = GoldenFile.Rows("vit-state-dict.txt").Where(row => row[0] != "cls_token")
            .Select(row => (row[0].StartsWith("norm.", StringComparison.Ordinal) ? $"fc_{row[0]} " : $"{row[0]} ") + row[1].Replace("1x17x", "1x16x"));
        Listing(encoder).Should().BeEquivalentTo(expected);
    }

    [Theory]
    [InlineData("ClassToken", VisionTransformerPooling.ClassToken, 32, 32)]
    [InlineData("Mean", VisionTransformerPooling.Mean, 32, 32)]
    [InlineData("Resampled", VisionTransformerPooling.ClassToken, 48, 24)]
    public void Forward_TorchvisionsWeights_GivesTorchvisionsFeatures(string name, VisionTransformerPooling pooling, int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using VisionTransformerEncoder source = Filled(VisionTransformerPooling.ClassToken);
        using VisionTransformerEncoder encoder = Filled(pooling);
        if (pooling == VisionTransformerPooling.Mean)
            CopyShared(source, encoder);
        Tensor images = sin(0.11 * arange(2 * 3 * height * width, ScalarType.Float64)).reshape(2, 3, height, width);
        double[] expected = [.. GoldenFile.Rows("vit-outputs.txt").Where(row => row[0] == name).Select(row => GoldenFile.Number(row[1]))];
        expected.Should().HaveCount(2 * 48);
        double[] actual = encoder.call(images).data<double>().ToArray();
        EmbeddingTensors.RelativeError(actual, expected).Should().BeLessThan(GoldenTolerance);
    }

    [Fact]
    public void Forward_SmallNetwork_EqualsTheNaiveLoops()
    {
        using DisposeScope scope = NewDisposeScope();
        VisionTransformerOptions options = new() { ImageSize = 4, PatchSize = 2, Depth = 1, Width = 6, Heads = 2, MlpRatio = 1.5, InputChannels = 2 };
        using VisionTransformerEncoder encoder = new(options, seed: 4);
        encoder.to(ScalarType.Float64);
        GoldenResNet.Fill(encoder, [.. encoder.state_dict().Keys]);
        Tensor images = sin(0.3 * arange(3 * 2 * 4 * 4, ScalarType.Float64)).reshape(3, 2, 4, 4);
        Tensor actual = encoder.call(images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        NaiveVisionTransformer naive = new(encoder, heads: 2, patch: 2);
        for (int image = 0; image < 3; image++)
            EmbeddingTensors.RelativeError(actual[image].data<double>().ToArray(), naive.Features(images[image])).Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Forward_MeanWithoutPositions_KnowsNoOrderOfPatches()
    {
        using DisposeScope scope = NewDisposeScope();
        using VisionTransformerEncoder encoder = Filled(VisionTransformerPooling.Mean);
        using IDisposable noGradient = no_grad();
        encoder.state_dict()["pos_embed"].zero_();
        Tensor images = rand([2, 3, 32, 32], ScalarType.Float64, generator: new Generator(1));
        Tensor swapped = cat([images.narrow(3, 16, 16), images.narrow(3, 0, 16)], 3); // Two columns of patches change places with two.
        Tensor difference = encoder.call(images) - encoder.call(swapped);
        difference.abs().max().item<double>().Should().BeLessThan(1e-12);
        (encoder.call(images) - encoder.call(images.flip(3))).abs().max().item<double>().Should().BeGreaterThan(1e-3, "a patch's pixels have an order");
    }

    [Theory]
    [InlineData(VisionTransformerPooling.ClassToken)]
    [InlineData(VisionTransformerPooling.Mean)]
    public void Backward_BFloat16_StaysNearSinglePrecisionAndTrainsEveryParameter(VisionTransformerPooling pooling)
    {
        using DisposeScope scope = NewDisposeScope();
        using VisionTransformerEncoder exact = new(Golden(pooling), seed: 2);
        VisionTransformerOptions options = Golden(pooling);
        options.Precision = Precision.BFloat16;
        using VisionTransformerEncoder mixed = new(options, seed: 2);
        Tensor images = rand(8, 3, 32, 32, generator: new Generator(1));
        (Tensor expected, Tensor actual) = (exact.call(images), mixed.call(images));
        actual.dtype.Should().Be(ScalarType.Float32);
        ((double)((actual - expected).norm() / expected.norm()).item<float>()).Should().BeInRange(1e-6, 0.02);
        Tensor direction = randn(8, 48, generator: new Generator(2));
        (actual * direction).sum().backward();
        mixed.named_parameters().Should().OnlyContain(item => item.parameter.grad!.count_nonzero().item<long>() > 0);
        mixed.Precision.Should().Be(Precision.BFloat16);
    }

    [Fact]
    public void Constructor_SameSeed_GivesTheSameBits()
    {
        SmallModel.Weights(new VisionTransformerEncoder(Golden(), seed: 1)).Should().Equal(SmallModel.Weights(new VisionTransformerEncoder(Golden(), seed: 1)))
            .And.NotEqual(SmallModel.Weights(new VisionTransformerEncoder(Golden(), seed: 2)));
        // Of the stream itself, so the same on every machine.
        using VisionTransformerEncoder encoder = new(Golden(), seed: 1);
        encoder.state_dict()["blocks.2.mlp.fc2.weight"].std().item<float>().Should().BeApproximately(0.02f, 5e-4f);
        encoder.state_dict()["blocks.2.mlp.fc2.bias"].count_nonzero().item<long>().Should().Be(0);
        encoder.state_dict()["pos_embed"].std().item<float>().Should().BeApproximately(0.02f, 1e-3f);
    }

    [Fact]
    public void Backward_Twice_GivesTheSameBits()
    {
        using DisposeScope scope = NewDisposeScope();
        float[][] gradients = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using VisionTransformerEncoder encoder = new(Golden(), seed: 1);
            encoder.call(rand(16, 3, 32, 32, generator: new Generator(1))).square().sum().backward();
            return encoder.parameters().SelectMany(parameter => parameter.grad!.data<float>().ToArray()).ToArray();
        })];
        gradients[0].Should().Equal(gradients[1]);
    }

    [Theory]
    [InlineData(30, 32)]
    [InlineData(32, 4)]
    [InlineData(0, 32)]
    public void Forward_SidesThatAreNoMultiples_SaysExpectedAndFound(int height, int width)
    {
        using VisionTransformerEncoder encoder = new(Golden());
        using Tensor images = zeros(2, 3, height, width);
        encoder.Invoking(e => e.call(images)).Should().Throw<ArgumentException>()
            .WithMessage($"Expected images whose sides are multiples of the patch size, 8, found {height} x {width}.*");
    }

    [Theory]
    [InlineData(nameof(VisionTransformerOptions.ImageSize), 33, "ImageSize*33*8")]
    [InlineData(nameof(VisionTransformerOptions.Width), 50, "Width*50*4")]
    [InlineData(nameof(VisionTransformerOptions.MlpRatio), 0.01, "MlpRatio*0.48")]
    [InlineData(nameof(VisionTransformerOptions.Depth), 0, "Depth")]
    [InlineData(nameof(VisionTransformerOptions.Heads), 0, "Heads")]
    [InlineData(nameof(VisionTransformerOptions.PatchSize), 0, "PatchSize")]
    [InlineData(nameof(VisionTransformerOptions.Pooling), (VisionTransformerPooling)7, "Pooling")]
    public void Constructor_BadOption_SaysWhich(string option, object value, string named)
    {
        VisionTransformerOptions options = Golden();
        typeof(VisionTransformerOptions).GetProperty(option)!.SetValue(options, value);
        Action act = () => new VisionTransformerEncoder(options).Dispose();
        act.Should().Throw<OptionsValidationException>().WithMessage($"*{named}*");
    }

    [Fact]
    public void Presets_WidthsAndHeads_AreThePapers()
    {
        VisionTransformerOptions[] presets = [VisionTransformerOptions.Tiny(), VisionTransformerOptions.Small(), VisionTransformerOptions.Base()];
        presets.Select(options => (options.Width, options.Heads, options.Depth)).Should().Equal((192, 3, 12), (384, 6, 12), (768, 12, 12));
        presets.Should().OnlyContain(options => options.ImageSize == 224 && options.PatchSize == 16);
        using VisionTransformerEncoder small = new(VisionTransformerOptions.Small(32, 8));
        // 12 blocks, the patches' projection, 16 positions and a class token, and the last norm.
        small.parameters().Sum(parameter => parameter.numel()).Should().Be((12 * ((12 * 384 * 384) + (13 * 384))) + (193 * 384) + (18 * 384) + (2 * 384));
    }

    [Fact]
    public void Warnings_ViewsLargerThanTheImageSize_SaySo()
    {
        using VisionTransformerEncoder encoder = new(Golden());
        encoder.Warnings(32, 32).Should().BeEmpty();
        encoder.Warnings(16, 24).Should().BeEmpty("small views of a multi-crop are as they should be");
        encoder.Warnings(64, 32).Should().ContainSingle().Which.Should().Contain("64 x 32").And.Contain("ImageSize");
    }

    [Fact]
    public void ForwardAndBackward_WithoutADisposeScope_LeaveNoTensor()
    {
        using VisionTransformerEncoder encoder = new(Golden());
        using Tensor images = rand(2, 3, 32, 16);
        LiveTensors.LeftBy(3, () =>
        {
            using Tensor features = encoder.call(images);
            using Tensor sum = features.sum();
            sum.backward();
        }).Should().Be(0);
    }

    private static VisionTransformerOptions Golden(VisionTransformerPooling pooling = VisionTransformerPooling.ClassToken)
        => new() { ImageSize = 32, PatchSize = 8, Depth = 3, Heads = 4, Width = 48, MlpRatio = 2, Pooling = pooling };

    private static VisionTransformerEncoder Filled(VisionTransformerPooling pooling)
    {
        VisionTransformerEncoder encoder = new(Golden(pooling));
        encoder.to(ScalarType.Float64);
        string[] names = [.. GoldenFile.Rows("vit-state-dict.txt").Select(row => row[0])];
        if (pooling == VisionTransformerPooling.ClassToken)
            GoldenResNet.Fill(encoder, names);
        return encoder;
    }

    // The script's mean pooling has the class-token network's weights, without the token and its position.
    private static void CopyShared(VisionTransformerEncoder source, VisionTransformerEncoder target)
    {
        using IDisposable noGradient = no_grad();
        Dictionary<string, Tensor> from = source.state_dict();
        foreach ((string name, Tensor tensor) in target.state_dict())
        {
            Tensor value = from[name.StartsWith("fc_norm.", StringComparison.Ordinal) ? name[3..] : name];
            tensor.copy_(name == "pos_embed" ? value.narrow(1, 1, 16) : value);
        }
    }

    private static IEnumerable<string> Listing(nn.Module module)
        => module.state_dict().Select(entry => $"{entry.Key} {string.Join('x', entry.Value.shape)}");
}
