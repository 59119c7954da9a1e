using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Pipelines;

/// <summary>What only shows where parts come together is found when the pipeline is built, not in its first step.</summary>
public sealed class BuildCheckTests
{
    [Fact]
    public void Build_ManyOptionsOutOfRange_NamesAllAtOnce()
        => Failures(Small()
            .UseAugmentations(_ => SimClrAugmentations.Create(new SimClrAugmentationOptions { Size = 0, FlipProbability = 2, MinimumArea = 0.9, MaximumArea = 0.5 }))
            .UseEncoder((ResNetDepth)19, o => (o.WidthMultiplier, o.InputChannels) = (double.NaN, 0))
            .UseProjectionHead(o => (o.Layers, o.HiddenDimension) = (-1, int.MaxValue))
            .UseNtXentLoss(temperature: 1e-40)
            .UseAdam(o => (o.LearningRate, o.WeightDecay) = (-1, double.PositiveInfinity))
            .ConfigureTraining(o => (o.Epochs, o.WarmupEpochs, o.GradientClipNorm) = (0, -0.4, double.MaxValue))
            .UseCheckpoints("", o => o.Keep = 0)).Should().SatisfyRespectively(
                new[]
                {
                    "Size", "FlipProbability", "MinimumArea (0.9)*MaximumArea (0.5)", "WidthMultiplier", "InputChannels", "64 x NaN", "ResNet10, ResNet18", "Layers", "HiddenDimension",
                    "NtXentOptions.Temperature*1E-06*1000000", "LearningRate", "WeightDecay", "Epochs", "WarmupEpochs", "GradientClipNorm", "Folder", "Keep",
                }.Select(text => (Action<string>)(failure => failure.Should().Match($"*{text}*"))));

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Build_BudgetForLessThanTwoImages_NamesTheOption(long budget)
        => Failures(Small().ConfigureTraining(o => o.MicroBatchBudgetBytes = budget)).Should().ContainSingle()
            .Which.Should().Match($"MicroBatchBudgetBytes: *at least 2 images*{budget:N0} bytes*").And.NotContain("Parameter");

    [Fact]
    public void Build_BudgetTooSmall_LeavesAnEncoderOfTheCallersUsable()
    {
        using ResNetEncoder encoder = new(ResNetDepth.ResNet10, new ResNetOptions { WidthMultiplier = 1 / 64.0 });
        SimClrBuilder builder = Small().UseEncoder(encoder).ConfigureTraining(o => o.MicroBatchBudgetBytes = 1);
        Failures(builder).Should().ContainSingle();
        LiveTensors.Count();
        using SimClrPipeline pipeline = builder.ConfigureTraining(o => o.MicroBatchBudgetBytes = 1 << 30).Build();
        pipeline.Train().Steps.Should().Be(2);
    }

    [Fact]
    public void Build_OtherChannelsThanTheEncoders_SaysSo()
        => Failures(Small().UseImages(new DrawnImages(8, channels: 4)).UseAugmentations(a => a.RandomResizedCrop(4)))
            .Should().ContainSingle().Which.Should().Match("InputChannels*expects 3 channels*[4, 4, 4]*");

    [Fact]
    public void Build_OtherChannelsInLaterViews_SaysSo()
    {
        ViewShape gray = new(1, 8, 8);
        AugmentationPipeline crop = new AugmentationPipeline().RandomResizedCrop(8);
        AugmentationPipeline odd = crop.Then("odd", view =>
        {
            view.Prepare(gray).Clear();
            view.Commit(gray);
        });

        Failures(Small().UseAugmentations(crop, odd)).Should().ContainSingle()
            .Which.Should().Be("InputChannels: The encoder expects 3 channels, but the views are [1, 8, 8] ([C, H, W]).");
    }

    [Fact]
    public void Build_ViewsOfTwoSizes_TrainsThem()
    {
        IReadOnlyList<AugmentationPipeline> crops = SimClrAugmentations.MultiCrop(new MultiCropOptions { LargeSize = 6, SmallSize = 4 });
        using SimClrPipeline pipeline = Small().UseAugmentations(crops[0], crops[^1]).Build();
        pipeline.Train().Epochs[^1].Loss.Should().BePositive();
    }

    [Fact]
    public void Build_OperationRefusesTheImages_SaysSo()
        => Failures(Small().UseImages(new DrawnImages(8, channels: 1)).UseEncoder(ResNetDepth.ResNet10, o => o.InputChannels = 1).UseAugmentations(a => a.ColorJitter()))
            .Should().ContainSingle().Which.Should().StartWith("Augmentations: ");

    [Fact]
    public void Build_GrayImagesForAColorEncoder_NamesOperationAndEncoder()
        => Failures(Small().UseImages(new DrawnImages(8, channels: 1)).UseAugmentations(a => a.ColorJitter())).Should().SatisfyRespectively(
            failure => failure.Should().StartWith("Augmentations: ColorJitter needs 3 channels"),
            failure => failure.Should().Be("InputChannels: The encoder expects 3 channels, but the views are [1, 8, 8] ([C, H, W])."));

    [Fact]
    public void Build_PartRefusesItsArgument_SaysWhatItFoundOnOneLine()
        => Failures(Small().UseLoss(_ => new NtXentLoss(0)).UseAugmentations(a => a.RandomHorizontalFlip(1.5))).Should().Equal(
            "Augmentations: A probability must be in [0, 1], found 1.5.", "Loss: Expected a temperature from 1e-6 to 1e6, found 0.");

    [Fact]
    public void Build_ViewsBeyondAnyMemory_SaysSo()
        => Failures(Small().UseAugmentations(a => a.RandomResizedCrop(65536)))
            .Should().ContainSingle().Which.Should().Match("Augmentations: *overflow*");

    [Fact]
    public void Build_BatchBeyondOneBuffer_AsksForMicroBatches()
    {
        SimClrBuilder builder = Small().UseImages(new DrawnImages(1 << 20)).UseAugmentations(a => a.RandomResizedCrop(20))
            .ConfigureTraining(o => o.BatchSize = 1 << 20);
        Failures(builder).Should().ContainSingle().Which.Should().Match("MicroBatchSize: *[3, 20, 20]*1048576 images*");
        Failures(builder.ConfigureTraining(o => o.MicroBatchBudgetBytes = long.MaxValue))
            .Should().ContainSingle().Which.Should().StartWith("MicroBatchSize: ");
        builder.ConfigureTraining(o => (o.MicroBatchBudgetBytes, o.MicroBatchSize) = (null, 1024)).Build().Dispose();
    }

    [Fact]
    public void Build_AugmentationsNull_SaysSo()
        => Failures(Small().UseAugmentations(_ => null!)).Should().ContainSingle().Which.Should().Contain("null");

    [Fact]
    public void Build_DeviceWithoutMemory_SaysSo()
        => Failures(Small().UseDevice(new Device("meta"))).Should().ContainSingle().Which.Should().StartWith("Device: meta");

    [Fact]
    public void Build_FirstImageUnreadable_IsLeftToTheTraining()
        => Small().UseImages(new DrawnImages(8) { FailingIndex = 0 }).Build().Dispose();

    [Theory]
    [InlineData(1e-7)]
    [InlineData(1e7)]
    [InlineData(double.Epsilon)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void Temperature_WithWhichGradientsOverflowOrVanish_IsRefused(double temperature)
    {
        FluentActions.Invoking(() => new NtXentLoss(temperature))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*1e-6 to 1e6*");
        FluentActions.Invoking(() => new NtLogisticLoss(temperature)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static string[] Failures(SimClrBuilder builder)
        => [.. builder.Invoking(b => b.Build()).Should().Throw<OptionsValidationException>().Which.Failures];

    private static SimClrBuilder Small() => new SimClrBuilder()
        .UseImages(new DrawnImages(8))
        .UseAugmentations(a => a.RandomResizedCrop(4))
        .UseEncoder(ResNetDepth.ResNet10, o => o.WidthMultiplier = 1 / 64.0)
        .UseProjectionHead(o => o.OutputDimension = 4)
        .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Workers) = (1, 4, 1));
}
