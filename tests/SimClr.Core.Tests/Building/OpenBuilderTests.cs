using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using static SimClr.Core.Tests.Training.SmallPipeline;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Building;

/// <summary>The builder takes every part from its user, with options and without.</summary>
public sealed class OpenBuilderTests
{
    [Fact]
    public void UseEncoder_OwnWithOptions_IsMadeForTheViewsAndTheSeed()
    {
        EncoderContext? seen = null;
        using SimClrPipeline simclr = Small()
            .UseImages(new DrawnImages(8, channels: 2))
            .ConfigureTraining(o => o.Seed = 7)
            .UseEncoder<MeanEncoderOptions>(
                (context, options) => MeanEncoderOptions.Create(seen = context, options), o => o.Features = 3, new MeanEncoderOptionsValidator())
            .Build();

        seen!.Views.Should().Equal(new ViewGroup(new ViewShape(2, 8, 8), 2));
        seen.Seed.Should().Be(7);
        simclr.Encoder.Should().BeOfType<MeanEncoder>().Which.FeatureDimension.Should().Be(3);
        simclr.Train().Steps.Should().Be(2);
    }

    [Fact]
    public void UseEncoder_FirstImageUnreadable_KnowsNoView()
    {
        EncoderContext? seen = null;
        using SimClrPipeline simclr = Small().UseImages(new DrawnImages(8) { FailingIndex = 0 })
            .UseEncoder(context => MeanEncoderOptions.Create(seen = context, new MeanEncoderOptions())).Build();

        seen!.Views.Should().BeEmpty();
    }

    [Fact]
    public void UseProjectionHead_OwnWithOptions_FollowsTheEncoder()
    {
        using SimClrPipeline simclr = Small()
            .UseProjectionHead<MatrixHeadOptions>(
                (context, options) => new MatrixHead(context.FeatureDimension, options.Outputs, context.Seed), o => o.Outputs = 3)
            .Build();

        simclr.Model.ProjectionHead.InputDimension.Should().Be(simclr.Encoder.FeatureDimension);
        simclr.Model.ProjectionHead.OutputDimension.Should().Be(3);
        simclr.Train().Steps.Should().Be(2);
    }

    [Fact]
    public void UseProjectionHead_Instance_BelongsToOnePipeline()
    {
        SimClrBuilder builder = Small().UseProjectionHead(new MatrixHead(8, 4, 0));
        builder.Build().Dispose();

        Failures(builder).Should().ContainSingle()
            .Which.Should().Match("ProjectionHead: this MatrixHead belongs to a pipeline *Give UseProjectionHead a function*");
    }

    [Fact]
    public void UseProjectionHead_OtherLengthThanTheEncoders_SaysSo()
        => Failures(Small().UseProjectionHead(new MatrixHead(9, 4, 0)))
            .Should().ContainSingle().Which.Should().Match("ProjectionHead: *length 8*expects 9*");

    [Fact]
    public void UseLoss_OwnWithOptions_IsTrainedWith()
    {
        LossContext? seen = null;
        using SimClrPipeline simclr = Small()
            .UseLoss<DistanceLossOptions>((context, options) => new DistanceLoss((seen = context).BatchSize * options.Weight), o => o.Weight = 3)
            .Build();

        seen!.BatchSize.Should().Be(4);
        simclr.Loss.Should().BeOfType<DistanceLoss>().Which.Weight.Should().Be(12);
        simclr.Train().Steps.Should().Be(2);
    }

    [Fact]
    public void UseOptimizer_OwnWithOptions_KnowsModelBatchSizeSeedAndDevice()
    {
        OptimizerContext? seen = null;
        using SimClrPipeline simclr = Small()
            .ConfigureTraining(o => o.Seed = 3)
            .UseOptimizer<SignDescentOptions>((context, options) => SignDescentOptions.Create(seen = context, options), o => o.RatePerImage = 0.01)
            .Build();
        float[] before = SmallModel.Weights(simclr.Model);

        simclr.Train();

        seen!.Model.Should().BeSameAs(simclr.Model);
        (seen.BatchSize, seen.Seed, seen.Device.type).Should().Be((4, 3L, TorchSharp.DeviceType.CPU));
        seen.Parameters.Adapted.Should().NotBeEmpty();
        simclr.Optimizer.Should().BeOfType<SignDescent>().Which.ParamGroups.First().InitialLearningRate.Should().Be(0.04);
        SmallModel.Weights(simclr.Model).Should().NotEqual(before);
    }

    [Fact]
    public void UseOptimizer_OptionsObject_IsReadAtBuild()
    {
        SignDescentOptions options = new() { Scaled = false };
        SimClrBuilder builder = Small().UseOptimizer(SignDescentOptions.Create, options);
        options.RatePerImage = 0.25;

        using SimClrPipeline simclr = builder.Build();

        simclr.Optimizer.ParamGroups.First().InitialLearningRate.Should().Be(0.25);
    }

    [Fact]
    public void UseOptimizer_FunctionThatRefuses_IsListed()
        => Failures(Small().UseOptimizer(context => new LarsOptimizer(context.Parameters, new LarsOptions { Momentum = 1 })))
            .Should().ContainSingle().Which.Should().StartWith("Optimizer: Momentum");

    [Fact]
    public void UseSchedule_OwnWithOptions_GivesTheLearningRates()
    {
        ScheduleContext? seen = null;
        using SimClrPipeline simclr = Small()
            .UseLars(o => (o.LearningRate, o.LearningRateScaling) = (0.5, LearningRateScaling.None))
            .UseSchedule<StepScheduleOptions>((run, options) => new StepSchedule(seen = run, options), o => o.Factor = 0.1)
            .ConfigureTraining(o => (o.Epochs, o.WarmupEpochs, o.LogEverySteps) = (3, 1, 1))
            .Build();
        List<double> rates = [];

        simclr.Train(new Callback(report => rates.Add(report.LearningRate)));

        (seen!.StepsPerEpoch, seen.TotalSteps, seen.WarmupSteps, seen.PeakLearningRate, seen.BatchSize).Should().Be((2, 6L, 2L, 0.5, 4));
        rates.Should().HaveCount(6);
        rates.Zip([0.5, 0.5, 0.05, 0.05, 0.005, 0.005], (found, expected) => Math.Abs(found / expected - 1)).Should().OnlyContain(error => error < 1e-12);
    }

    [Fact]
    public void UseSchedule_NotANumber_SaysAtWhichStep()
        => Failures(Small().UseSchedule(_ => new StepSchedule(
            new ScheduleContext { StepsPerEpoch = 1, TotalSteps = 1, WarmupSteps = 0, PeakLearningRate = double.NaN, BatchSize = 1 }, new StepScheduleOptions())))
            .Should().HaveCount(2).And.Contain("Schedule: StepSchedule gives step 0 the learning rate NaN; expected a finite number, at least 0.");

    [Fact]
    public void UseCosineSchedule_Explicit_IsTheDefault()
    {
        using SimClrPipeline standard = Small().Build();
        using SimClrPipeline given = Small().UseConstantSchedule().UseCosineSchedule().Build();
        using SimClrPipeline constant = Small().UseConstantSchedule().Build();
        standard.Train();
        given.Train();
        constant.Train();

        SmallModel.Weights(given.Model).Should().Equal(SmallModel.Weights(standard.Model));
        SmallModel.Weights(constant.Model).Should().NotEqual(SmallModel.Weights(standard.Model));
    }

    [Fact]
    public void UseCosineSchedule_RunWithMoreEpochs_IsResumed()
    {
        using Data.TemporaryFolder folder = new();
        using (SimClrPipeline first = Checkpointed(folder.Path, epochs: 1))
            first.Train();
        using SimClrPipeline second = Checkpointed(folder.Path, epochs: 2);

        second.Train().Steps.Should().Be(4);
    }

    [Fact]
    public void Build_OptionsOfEveryPartWrong_NamesThemAllAtOnce()
        => Failures(Small()
            .UseEncoder(MeanEncoderOptions.Create, new MeanEncoderOptions { Features = -2 }, new MeanEncoderOptionsValidator())
            .UseProjectionHead(o => o.Layers = -1)
            .UseNtLogisticLoss(o => (o.Temperature, o.Margin, o.Mining) = (0, 3, (NegativeMining)9))
            .UseOptimizer(SignDescentOptions.Create, new SignDescentOptions { RatePerImage = -3 }, new SignDescentOptionsValidator())
            .UseAugmentations(1, a => a.RandomHorizontalFlip())
            .ConfigureTraining(o => o.Epochs = 0)
            .UseCheckpoints("somewhere", o => o.Keep = 0)).Should().SatisfyRespectively(
                new[]
                {
                    "Augmentations: *at least 2 views*", "Encoder: Features must be at least 1, but is -2.", "ProjectionHead: Layers: *",
                    "Loss: Temperature: *", "Loss: Mining: *", "Loss: Margin: *", "Optimizer: RatePerImage must be positive, but is -3.",
                    "Training: Epochs: *", "Checkpoints: Keep: *",
                }.Select(text => (Action<string>)(failure => failure.Should().Match(text))));

    [Fact]
    public void UseLoss_OfTheLibrary_HasItsOptions()
    {
        Made(b => b.UseNtXentLoss(o => (o.Temperature, o.Reduction, o.Target) = (0.3, NtXentReduction.SumOfDirections, NtXentTarget.MeanOfPositives)))
            .Should().BeEquivalentTo(new { Temperature = 0.3, Reduction = NtXentReduction.SumOfDirections, Target = NtXentTarget.MeanOfPositives });
        Made(b => b.UseNtXentLoss(0.4)).Should().BeOfType<NtXentLoss>().Which.Temperature.Should().Be(0.4);
        Made(b => b.UseSupConLoss(o => (o.Temperature, o.Positives) = (0.3, PositiveRule.SameImage)))
            .Should().BeOfType<SupConLoss>().And.BeEquivalentTo(new { Temperature = 0.3, Positives = PositiveRule.SameImage });
        Made(b => b.UseDclLoss(o => (o.Temperature, o.Target) = (0.3, NtXentTarget.MeanOfPositives)))
            .Should().BeOfType<DclLoss>().And.BeEquivalentTo(new { Temperature = 0.3, Target = NtXentTarget.MeanOfPositives });
        Made(b => b.UseNtLogisticLoss(o => (o.Temperature, o.Mining, o.Margin, o.Positives) = (0.3, NegativeMining.SemiHard, 0.7, PositiveRule.SameLabel)))
            .Should().BeOfType<NtLogisticLoss>().And
            .BeEquivalentTo(new { Temperature = 0.3, Mining = NegativeMining.SemiHard, Margin = 0.7, Positives = PositiveRule.SameLabel });
        Made(b => b.UseMarginTripletLoss(o => (o.Mining, o.Margin, o.Positives) = (NegativeMining.All, 0.7, PositiveRule.SameLabel)))
            .Should().BeOfType<MarginTripletLoss>().And
            .BeEquivalentTo(new { Mining = NegativeMining.All, Margin = 0.7, Positives = PositiveRule.SameLabel });
        Made(b => b.UseMarginContrastiveLoss(o => (o.Margin, o.Positives) = (0.7, PositiveRule.SameLabel)))
            .Should().BeOfType<MarginContrastiveLoss>().And.BeEquivalentTo(new { Margin = 0.7, Positives = PositiveRule.SameLabel });
    }

    [Fact]
    public void UseVisionTransformer_WithOptions_IsTheEncoder()
    {
        SimClrBuilder builder = Small().UseVisionTransformer(o => (o.ImageSize, o.PatchSize, o.Depth, o.Width) = (8, 4, 1, 12));
        using SimClrPipeline simclr = builder.Build();
        using SimClrPipeline second = builder.ConfigureTraining(o => o.Seed = 1).Build();

        simclr.Encoder.Should().BeOfType<VisionTransformerEncoder>().Which.FeatureDimension.Should().Be(12);
        SmallModel.Weights(second.Encoder).Should().NotEqual(SmallModel.Weights(simclr.Encoder));
        Failures(builder.UseVisionTransformer(new VisionTransformerOptions { Width = 10, PatchSize = 5 })).Should().HaveCount(2)
            .And.OnlyContain(failure => failure.StartsWith("Encoder: "));
    }

    [Fact]
    public void Contexts_MadeByATest_CallTheFunctionAsTheBuilderDoes()
    {
        using SimClrModel model = SmallModel.ResNet();
        OptimizerContext context = new() { Model = model, Module = model, BatchSize = 10, Seed = 0, Device = CPU };

        using SignDescent optimizer = SignDescentOptions.Create(context, new SignDescentOptions());

        optimizer.ParamGroups.First().LearningRate.Should().BeApproximately(0.01, 1e-15);
    }

    private static ContrastiveLoss Made(Func<SimClrBuilder, SimClrBuilder> use)
    {
        using SimClrPipeline simclr = use(Small()).Build();
        return simclr.Loss;
    }

    private static SimClrPipeline Checkpointed(string folder, int epochs) => Small()
        .UseCosineSchedule()
        .UseCheckpoints(folder, o => (o.Resume, o.AllowMoreEpochs) = (ResumeMode.IfPresent, true))
        .ConfigureTraining(o => o.Epochs = epochs)
        .Build();
}
