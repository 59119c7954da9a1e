using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using static TorchSharp.torch;

namespace SimClr.Core.Tests;

public sealed class SimClrBuilderTests
{
    [Fact]
    public void Build_NothingGiven_ListsAllThatIsMissing()
    {
        Action act = () => new SimClrBuilder().Build().Dispose();
        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(3)
            .And.Contain(failure => failure.Contains("UseImages")).And.Contain(failure => failure.Contains("UseAugmentations")).And
                .Contain(failure => failure.Contains("UseEncoder"));
    }

    [Fact]
    public void Build_EverythingWrong_ListsEveryProblemInOneException()
    {
        SimClrBuilder builder = new SimClrBuilder()
            .UseImages(new DrawnImages(20))
            .UseAugmentations(a => a.RandomHorizontalFlip())
            .UseEncoder(ResNetDepth.ResNet18, o => o.WidthMultiplier = 0.3)
            .UseProjectionHead(o => o.OutputDimension = 0)
            .UseNtXentLoss(temperature: -1, (NtXentReduction)7)
            .UseLars(o => o.Momentum = 1)
            .ConfigureTraining(o => { o.BatchSize = 64; o.Epochs = 0; });
        builder.Invoking(b => b.Build()).Should().Throw<OptionsValidationException>().Which.Failures.Should().SatisfyRespectively(
            failure => failure.Should().StartWith("Encoder: WidthMultiplier"),
            failure => failure.Should().StartWith("ProjectionHead: OutputDimension"),
            failure => failure.Should().StartWith("Loss: Temperature"),
            failure => failure.Should().StartWith("Loss: Reduction"),
            failure => failure.Should().StartWith("Optimizer: Momentum"),
            failure => failure.Should().StartWith("Training: Epochs"),
            failure => failure.Should().Contain("20 images").And.Contain("64"));
    }

    [Theory]
    [InlineData("lars")]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("own")]
    public void Train_AnyOptimizer_GivesFiniteLossesAndFeatures(string name)
    {
        SimClrBuilder builder = Small();
        builder = name switch
        {
            "lars" => builder.UseLars(o => o.LearningRateScaling = LearningRateScaling.SquareRoot),
            "sgd" => builder.UseSgd(o => o.Nesterov = true),
            "adam" => builder.UseAdam(),
            _ => builder.UseOptimizer(context => optim.AdamW(context.Model.parameters())),
        };
        using SimClrPipeline simclr = builder.Build();
        simclr.Train().Epochs.Should().HaveCount(2).And.OnlyContain(epoch => double.IsFinite(epoch.Loss));
        simclr.Extract(new DrawnImages(5)).Should().Match<FeatureSet>(features => features.Count == 5 && features.Dimension == 32);
    }

    [Fact]
    public void Train_KnnMonitor_MeasuresEveryOtherEpoch()
    {
        DrawnImages labeled = new(12) { ClassNames = ["a", "b"] };
        using SimClrPipeline simclr = Small()
            .UseKnnMonitor(new KnnMonitor(labeled, labeled, new KnnOptions { NeighborCount = 1 }) { EveryEpochs = 2 })
            .ConfigureTraining(o => o.Epochs = 4)
            .Build();
        simclr.Train().Epochs.Select(epoch => epoch.KnnAccuracy).Should().Equal(null, 1, null, 1);
    }

    [Fact]
    public void Build_Twice_GivesIndependentPipelinesWithTheSameWeights()
    {
        SimClrBuilder builder = Small();
        using SimClrPipeline first = builder.Build();
        using SimClrPipeline second = builder.Build();
        float[] initial = SmallModel.Weights(second.Model);
        first.Train();
        SmallModel.Weights(second.Model).Should().Equal(initial);
        second.Train();
        SmallModel.Weights(second.Model).Should().Equal(SmallModel.Weights(first.Model));
    }

    [Fact]
    public void Build_TwiceWithOneEncoderAndOneLoss_IsRefusedWithACure()
    {
        SimClrBuilder builder = Small().UseEncoder(Encoder()).UseLoss(new NtXentLoss());
        using SimClrPipeline first = builder.Build();

        IEnumerable<string> failures = builder.Invoking(b => b.Build()).Should().Throw<OptionsValidationException>().Which.Failures;

        failures.Should().SatisfyRespectively(
            failure => failure.Should().Match("Encoder: this ResNetEncoder belongs to a pipeline *Give UseEncoder a function*"),
            failure => failure.Should().Match("Loss: this NtXentLoss belongs to a pipeline *Give UseLoss a function*"));
        first.Train().Epochs.Should().HaveCount(2);
    }

    [Fact]
    public void Build_EncoderOfAnotherPipeline_IsRefused()
    {
        SimClrPipeline first = Small().Build();
        SimClrBuilder second = Small().UseEncoder(first.Encoder);

        second.Invoking(b => b.Build()).Should().Throw<OptionsValidationException>().WithMessage("*belongs to a pipeline*");
        first.Dispose();
        second.Invoking(b => b.Build()).Should().Throw<OptionsValidationException>().WithMessage("*belongs to a pipeline*");
        using SimClrPipeline other = second.UseEncoder(Encoder()).Build();
        other.Train().Epochs.Should().HaveCount(2);
    }

    [Fact]
    public void Build_TwiceWithFunctions_GivesIndependentPipelines()
    {
        int made = 0;
        SimClrBuilder builder = Small()
            .UseEncoder(_ => { made++; return Encoder(); })
            .UseLoss(_ => { made++; return new NtLogisticLoss(); });
        SimClrPipeline first = builder.Build();
        using SimClrPipeline second = builder.Build();

        made.Should().Be(4, "each Build makes one of each");
        first.Encoder.Should().NotBeSameAs(second.Encoder);
        first.Dispose();
        second.Train().Epochs.Should().HaveCount(2);
    }

    [Fact]
    public void Build_FunctionsThatReturnNothingOrRefuse_AreListedWithTheRest()
    {
        SimClrBuilder builder = Small().UseEncoder(_ => null!).UseLoss(_ => new NtXentLoss(-1)).ConfigureTraining(o => o.Epochs = 0);

        builder.Invoking(b => b.Build()).Should().Throw<OptionsValidationException>().Which.Failures.Should().SatisfyRespectively(
            failure => failure.Should().Be("Encoder: the function given to UseEncoder returned null."),
            failure => failure.Should().Match("Loss: *temperature*"),
            failure => failure.Should().Contain("Epochs"));
    }

    [Fact]
    public void Build_AgainAfterARefusal_MakesTheEncoderForTheNewOptions()
    {
        List<long> seeds = [];
        SimClrBuilder builder = Small().UseEncoder(context => { seeds.Add(context.Seed); return Encoder(); }).ConfigureTraining(o => o.Epochs = 0);
        builder.Invoking(b => b.Build()).Should().Throw<OptionsValidationException>();

        using SimClrPipeline simclr = builder.ConfigureTraining(o => (o.Epochs, o.Seed) = (1, 5)).Build();

        simclr.Train().Epochs.Should().ContainSingle();
        seeds.Should().Equal(0, 5);
    }

    [Fact]
    public void Build_OptionsChangedLater_LeavesTheBuiltPipelineAsItWas()
    {
        SimClrBuilder builder = Small();
        using SimClrPipeline simclr = builder.Build();
        builder.ConfigureTraining(o => o.Epochs = 9);
        simclr.Train().Epochs.Should().HaveCount(2);
    }

    [Fact]
    public void UseAugmentations_TwoBranches_GivesEachViewItsOwn()
    {
        using SimClrPipeline simclr = Small().UseAugmentations(new AddNoise(), new RandomHorizontalFlip()).Build();
        simclr.Views.Branches[0].Should().BeOfType<AddNoise>();
        simclr.Views.Branches[1].Should().BeOfType<RandomHorizontalFlip>();
    }

    [Fact]
    public void Train_AfterDispose_SaysSo()
    {
        SimClrPipeline simclr = Small().Build();
        simclr.Dispose();
        simclr.Dispose();
        simclr.Invoking(s => s.Train()).Should().Throw<ObjectDisposedException>();
    }

    private static ResNetEncoder Encoder()
        => new(ResNetDepth.ResNet10, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 0.0625 });

    private static SimClrBuilder Small() => new SimClrBuilder()
        .UseImages(new DrawnImages(16))
        .UseAugmentations(a => a.RandomResizedCrop(8).RandomHorizontalFlip().ColorDistortion(0.5))
        .UseEncoder(ResNetDepth.ResNet18, o => { o.Stem = ResNetStem.Cifar; o.WidthMultiplier = 0.0625; })
        .UseProjectionHead(o => o.OutputDimension = 8)
        .ConfigureTraining(o => { o.BatchSize = 8; o.Epochs = 2; o.Workers = 1; });
}
