using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Numerics.Memory;
using SimClr.Core.Numerics.WeightGradients;
using SimClr.Core.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

public sealed class ActivationMemoryTests
{
    private static readonly ViewShape View = new(3, 16, 16);

    public static TheoryData<string> Networks => [.. Models.Keys];

    // Explicit: the written-out gradient where this processor has it.
    private static readonly Dictionary<string, Func<Encoder>> Models = new()
    {
        ["ResNet, explicit gradient"] = () => ResNet(new ResNetOptions(), isExplicit: WeightGradient.IsSupported),
        ["ResNet, autograd"] = () => ResNet(new ResNetOptions(), isExplicit: false),
        ["ResNet, bfloat16"] = () => ResNet(new ResNetOptions { Precision = Precision.BFloat16 }, isExplicit: false),
        ["ResNet, all options"] = () => ResNet(
            new ResNetOptions { AveragePoolShortcut = true, SelectiveKernelRatio = 1 / 16.0, SqueezeExcitationRatio = 1 / 16.0 }, isExplicit: true),
        ["vision transformer"] = () => new VisionTransformerEncoder(new() { ImageSize = 16, PatchSize = 2, Depth = 2, Width = 48 }),
        ["torch's transformer"] = () => new ModuleEncoder(new Transformer(layers: 2), 3, Transformer.Width),
    };

    [LinuxX64Theory]
    [MemberData(nameof(Networks))]
    public void Estimate_AnyNetwork_IsNearThePeakOfARealStep(string name)
    {
        const int images = 192;
        using SimClrModel model = ModelOf(Models[name]());
        long estimate = ActivationMemory.Estimate(model, View, images);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        using NtXentLoss loss = new();
        ContrastiveTrainer trainer = new(model, loss, optimizer, new TrainingOptions { Epochs = 1, BatchSize = images, Workers = 1 });
        using AllocationMeter meter = new();
        trainer.Train(new DrawnImages(images), new ViewGenerator(5, new RandomResizedCrop(View.Width)));
        ((double)meter.Peak / estimate).Should().BeInRange(0.9, 1.2, $"{name}: {meter.Peak:N0} bytes, {estimate:N0} foretold");
    }

    [LinuxX64Fact]
    public void Estimate_LayersOfAttention_AreSeen()
    {
        long[] estimates = [.. new[] { 0, 2, 4 }.Select(layers =>
        {
            using SimClrModel model = ModelOf(new ModuleEncoder(new Transformer(layers), 3, Transformer.Width));
            return ActivationMemory.Estimate(model, View, 100);
        })];
        estimates[1].Should().BeGreaterThan(2 * estimates[0]);
        ((double)(estimates[2] - estimates[1]) / (estimates[1] - estimates[0])).Should().BeInRange(0.8, 1.25);
    }

    [LinuxX64Fact]
    public void Estimate_GroupsOfViews_AreTheSumOfThem()
    {
        using SimClrModel model = SmallModel.ResNet();
        (ViewGroup large, ViewGroup small) = (new(View, 2), new(new ViewShape(3, 8, 8), 6));
        double both = ActivationMemory.Estimate(model, [large, small], 100);
        double sum = ActivationMemory.Estimate(model, [large], 100) + ActivationMemory.Estimate(model, [small], 100);
        (both / sum).Should().BeInRange(0.9, 1.1);
        double four = ActivationMemory.Estimate(model, [large with { Views = 4 }], 100);
        (four / ActivationMemory.Estimate(model, View, 100)).Should().BeInRange(1.9, 2.1);
    }

    [LinuxX64Fact]
    public void Estimate_WhateverRunsBeside_IsTheSame()
    {
        using SimClrModel model = SmallModel.ResNet();
        long alone = ActivationMemory.Estimate(model, View, 100);
        using CancellationTokenSource stop = new();
        Task beside = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                zeros(1 << 20).Dispose();
        });
        long together = ActivationMemory.Estimate(model, View, 100);
        stop.Cancel();
        beside.Wait();
        together.Should().Be(alone);
        using (no_grad())
            ActivationMemory.Estimate(model, View, 100).Should().Be(alone);
    }

    [Fact]
    public void BytesPerImage_OneLinearLayer_IsTheInputAndThreeTimesTheOutputs()
    {
        using SimClrModel model = Linear(outputs: 100);
        // Per view: 768 inputs, and three times what the flattening, the layer and the head give; 4 bytes each.
        LayerOutputs.BytesPerImage(model, [new ViewGroup(View, 3)]).Should().Be(3 * 4 * (768 + 3 * (768 + 100 + 100)));
    }

    [LinuxX64Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void BytesPerImage_ResNet_IsMoreThanIsMeasured(Precision precision)
    {
        using SimClrModel model = SmallModel.ResNet(precision: precision);
        LayerOutputs.BytesPerImage(model, [new ViewGroup(View, 2)])
            .Should().BeGreaterThan(ActivationMemory.Estimate(model, View, 1), "it is for allocators that hold more than is asked for");
    }

    [Fact]
    public void Problem_LayersThatAreNotAllSeen_NamesTheModelAndTheWayOut()
    {
        using SimClrModel seen = SmallModel.ResNet();
        LayerOutputs.Problem(seen).Should().BeNull();
        using SimClrModel unseen = ModelOf(new VisionTransformerEncoder(new() { Depth = 1, Width = 6 }));
        LayerOutputs.Problem(unseen).Should().StartWith("The memory of VisionTransformerEncoder with MlpProjectionHead cannot be foretold here")
            .And.EndWith("Set MicroBatchSize instead of a budget.");
    }

    [Fact]
    public void Estimate_MixedPrecision_TakesHalfTheBytes()
    {
        using SimClrModel single = SmallModel.ResNet(precision: Precision.Float32);
        using SimClrModel half = SmallModel.ResNet(precision: Precision.BFloat16);
        double ratio = (double)ActivationMemory.Estimate(half, View, 64) / ActivationMemory.Estimate(single, View, 64);
        ratio.Should().BeInRange(0.4, 0.9);
    }

    [Fact]
    public void Estimate_AnyMode_LeavesTheModelAsItWas()
    {
        foreach (bool training in new[] { true, false })
        {
            using SimClrModel model = SmallModel.ResNet();
            model.train(training);
            model.ProjectionHead.train(!training);
            Tensor gradient = full(model.parameters().First().shape, 7);
            model.parameters().First().grad = gradient;
            float[] before = SmallModel.Weights(model);
            using Tensor stateBefore = random.get_rng_state();
            ActivationMemory.Estimate(model, View, 2);
            using Tensor stateAfter = random.get_rng_state();
            SmallModel.Weights(model).Should().Equal(before, "running statistics belong to them");
            model.training.Should().Be(training);
            model.ProjectionHead.training.Should().Be(!training);
            model.parameters().Select(parameter => parameter.grad is not null).Should().Equal(model.parameters().Select((_, at) => at == 0));
            model.parameters().First().grad!.equal(gradient).all().item<bool>().Should().BeTrue();
            stateAfter.equal(stateBefore).all().item<bool>().Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(31, 16)]
    [InlineData(32, 32)]
    [InlineData(99, 64)]
    [InlineData(100, 100)]
    [InlineData(5000, 100)]
    public void LargestMicroBatch_BudgetForImages_IsTheLargestPowerOfTwoOrTheWholeBatch(int imagesThatFit, int expected)
    {
        using SimClrModel model = SmallModel.ResNet();
        long budget = ActivationMemory.Estimate(model, View, imagesThatFit);
        ActivationMemory.LargestMicroBatch(model, View, 100, budget).Should().Be(expected);
        ActivationMemory.LargestMicroBatch(model, View, 100, budget + 1).Should().Be(expected);
    }

    [Fact]
    public void LargestMicroBatch_BudgetBelowTwoImages_SaysWhatTheyTake()
    {
        using SimClrModel model = SmallModel.ResNet();
        long two = ActivationMemory.Estimate(model, View, 2);
        Action act = () => ActivationMemory.LargestMicroBatch(model, View, 100, two - 1);
        act.Should().Throw<ArgumentException>().WithMessage($"*{two:N0} bytes*{two - 1:N0} bytes*");
    }

    [Fact]
    public void Estimate_WrongChannels_IsRefused()
    {
        using SimClrModel model = SmallModel.ResNet();
        Action act = () => ActivationMemory.Estimate(model, View with { Channels = 4 }, 2);
        act.Should().Throw<ArgumentException>().WithMessage("*3*4*");
    }

    private static SimClrModel Linear(int outputs)
        => new(
            new ModuleEncoder(nn.Sequential(nn.Flatten(), nn.Linear(View.Length, outputs)), 3, outputs),
            new MlpProjectionHead(outputs, new ProjectionHeadOptions { Layers = 0 }));

    private static ResNetEncoder ResNet(ResNetOptions options, bool isExplicit)
    {
        (options.Stem, options.WidthMultiplier) = (ResNetStem.Cifar, 0.25);
        return new ResNetEncoder(ResNetDepth.ResNet18, options) { PrefersExplicitGradient = isExplicit };
    }

    private static SimClrModel ModelOf(Encoder encoder) => new(encoder, new MlpProjectionHead(encoder.FeatureDimension));

    /// <summary>Patches through torch's own transformer layers, with what no module shows between them.</summary>
    private sealed class Transformer : nn.Module<Tensor, Tensor>
    {
        public const int Width = 48;

        private const int Patch = 2;

        private readonly Linear embed = nn.Linear(3 * Patch * Patch, Width);
        private readonly ModuleList<TransformerEncoderLayer> blocks;

        public Transformer(int layers)
            : base(nameof(Transformer))
        {
            blocks = nn.ModuleList([.. Enumerable.Range(0, layers).Select(_ => nn.TransformerEncoderLayer(Width, 4, 4 * Width, dropout: 0))]);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor tokens = embed.call(nn.functional.unfold(input, Patch, stride: Patch).permute(2, 0, 1)); // [T, N, width]
            foreach (TransformerEncoderLayer block in blocks)
                tokens = block.call(tokens, null, null);
            return tokens.mean([0]).MoveToOuterDisposeScope();
        }
    }
}
