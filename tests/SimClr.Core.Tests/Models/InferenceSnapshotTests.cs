using SimClr.Core.Models;
using SimClr.Core.Tests.Evaluation;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

public sealed class InferenceSnapshotTests
{
    public static TheoryData<ResNetDepth, ResNetStem> Networks => new()
    {
        { ResNetDepth.ResNet18, ResNetStem.Cifar },
        { ResNetDepth.ResNet18, ResNetStem.ImageNet },
        { ResNetDepth.ResNet50, ResNetStem.Cifar },
        { ResNetDepth.ResNet50, ResNetStem.ImageNet },
    };

    [Fact]
    public void Forward_TorchvisionsWeights_GivesTorchvisionsFeatures()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18);
        encoder.to(ScalarType.Float64);
        GoldenResNet.Fill(encoder);
        using Encoder snapshot = encoder.CreateInferenceSnapshot()!;
        double[] features = snapshot.call(GoldenResNet.Image())[0, TensorIndex.Slice(0, 16)].data<double>().ToArray();
        double[] expected = GoldenResNet.Features(encoder.Depth);
        features.Should().HaveCount(expected.Length);
        EmbeddingTensors.RelativeError(features, expected).Should().BeLessThan(2 * NetworkBounds.Features(encoder, ScalarType.Float64));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_DoublePrecision_EqualsTheEncoder(ResNetDepth depth, ResNetStem stem)
        => ShouldEqualTheEncoder(depth, stem, ScalarType.Float64);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_SinglePrecision_EqualsTheEncoder(ResNetDepth depth, ResNetStem stem)
        => ShouldEqualTheEncoder(depth, stem, ScalarType.Float32);

    // Folded and not, both are off by their rounding, in other directions; folded there are fewer roundings.
    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_BFloat16_IsAsNearToTheExactFeaturesAsTheEncoder(ResNetDepth depth, ResNetStem stem)
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder exact = Create(depth, stem, Precision.Float32, ScalarType.Float64);
        using ResNetEncoder mixed = Create(depth, stem, Precision.BFloat16, ScalarType.Float32);
        using Encoder snapshot = mixed.CreateInferenceSnapshot()!;
        using IDisposable noGradient = no_grad();
        Tensor images = Images(ScalarType.Float32);
        Tensor expected = exact.call(images.to(ScalarType.Float64));
        Tensor actual = snapshot.call(images);
        actual.dtype.Should().Be(ScalarType.Float32);
        double error = RelativeDifference(actual, expected);
        error.Should().BeInRange(1e-5, NetworkBounds.BFloat16Features(mixed));
        error.Should().BeLessThan(1.5 * RelativeDifference(mixed.call(images), expected));
    }

    [Fact]
    public void Forward_EncoderInTraining_GivesTheFeaturesOfEvaluation()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = Create(ResNetDepth.ResNet18, ResNetStem.Cifar, Precision.Float32, ScalarType.Float64);
        Tensor images = Images(ScalarType.Float64);
        Tensor expected = encoder.call(images).detach();
        encoder.train();
        using Encoder snapshot = encoder.CreateInferenceSnapshot()!;
        Tensor actual = snapshot.call(images);
        RelativeDifference(actual, expected).Should().BeLessThan(2 * NetworkBounds.Features(encoder, ScalarType.Float64));
        actual.requires_grad.Should().BeFalse();
        encoder.training.Should().BeTrue();
    }

    [Fact]
    public void CreateInferenceSnapshot_EncodersState_IsUntouchedAndNotFollowed()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = Create(ResNetDepth.ResNet18, ResNetStem.Cifar, Precision.Float32, ScalarType.Float32);
        Tensor images = Images(ScalarType.Float32);
        string[] names = [.. encoder.state_dict().Keys];
        float[] weights = SmallModel.Weights(encoder);
        using Encoder snapshot = encoder.CreateInferenceSnapshot()!;
        float[] before = snapshot.call(images).data<float>().ToArray();

        encoder.state_dict().Keys.Should().Equal(names);
        SmallModel.Weights(encoder).Should().Equal(weights);
        using (no_grad())
        {
            foreach (Tensor parameter in encoder.parameters())
                parameter.mul_(0.5);
        }

        snapshot.call(images).data<float>().ToArray().Should().Equal(before);
    }

    [Fact]
    public void CreateInferenceSnapshot_OtherEncoders_HaveNone()
    {
        using DelegateEncoder encoder = new(3, 3, images => images);
        encoder.CreateInferenceSnapshot().Should().BeNull();
    }

    [Fact]
    public void Forward_WrongChannels_SaysExpectedAndFound()
    {
        using ResNetEncoder encoder = Create(ResNetDepth.ResNet18, ResNetStem.Cifar, Precision.Float32, ScalarType.Float32);
        using Encoder snapshot = encoder.CreateInferenceSnapshot()!;
        using Tensor images = zeros(2, 1, 32, 32);
        snapshot.Invoking(s => s.call(images)).Should().Throw<ArgumentException>().WithMessage("*[N, 3, H, W]*[2, 1, 32, 32]*");
    }

    [Fact]
    public void Dispose_Snapshot_LeavesNoTensor()
    {
        using ResNetEncoder encoder = Create(ResNetDepth.ResNet50, ResNetStem.ImageNet, Precision.BFloat16, ScalarType.Float32);
        using Tensor images = rand(2, 3, 32, 32);
        long before = LiveTensors.Count();
        for (int round = 0; round < 3; round++)
        {
            using Encoder snapshot = encoder.CreateInferenceSnapshot()!;
            snapshot.call(images).Dispose();
        }

        LiveTensors.Count().Should().Be(before);
    }

    private static void ShouldEqualTheEncoder(ResNetDepth depth, ResNetStem stem, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = Create(depth, stem, Precision.Float32, type);
        using Encoder snapshot = encoder.CreateInferenceSnapshot()!;
        using IDisposable noGradient = no_grad();
        Tensor images = Images(type);
        RelativeDifference(snapshot.call(images), encoder.call(images)).Should().BeLessThan(2 * NetworkBounds.Features(encoder, type));
    }

    private static ResNetEncoder Create(ResNetDepth depth, ResNetStem stem, Precision precision, ScalarType type)
    {
        ResNetEncoder encoder = new(depth, new ResNetOptions { Stem = stem, WidthMultiplier = 0.25, Precision = precision });
        encoder.to(type);
        GoldenResNet.Fill(encoder, kernels: false);
        encoder.eval();
        return encoder;
    }

    private static Tensor Images(ScalarType type) => sin(0.11 * arange(4 * 3 * 32 * 32, ScalarType.Float64)).reshape(4, 3, 32, 32).to(type);

    private static double RelativeDifference(Tensor actual, Tensor expected)
        => ((actual.to(ScalarType.Float64) - expected).norm() / expected.to(ScalarType.Float64).norm()).item<double>();
}
