using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Evaluation;
using SimClr.Core.Tests.Training;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Pipelines;

/// <summary>Evaluation sees images as the training made the encoder know them.</summary>
public sealed class EvaluationPreprocessingTests
{
    private static readonly DrawnImages Labeled = new(12) { ClassNames = ["a", "b"] };
    private static readonly AugmentationPipeline Normalized =
        new AugmentationPipeline().RandomResizedCrop(8).RandomHorizontalFlip().Normalize([0.5f], [0.05f]);

    [Fact]
    public void Extract_PipelineThatNormalizes_NormalizesToo()
    {
        using SimClrPipeline simclr = Small().UseAugmentations(Normalized).Build();

        float[] features = simclr.Extract(Labeled).Values.ToArray();

        features.Should().Equal(Features(simclr, new Normalize([0.5f], [0.05f])));
        features.Should().NotEqual(Features(simclr, null));
        simclr.EvaluationPreprocessing.ToString().Should().Be(
            "EvaluationCrop(height 8, width 8, interpolation Bilinear) -> Normalize(mean 0.5, standardDeviation 0.05)");
    }

    [Fact]
    public void Extract_ImagesOfTheViewsSize_AreUntouched()
    {
        using SimClrPipeline simclr = Small().Build();
        simclr.Extract(Labeled).Values.ToArray().Should().Equal(Features(simclr, null));
    }

    [Fact]
    public void Extract_ImagesOfSeveralSizes_AreBroughtToTheViewsSize()
    {
        PlainImages images = new([0, 1, 2, 0], index => 5 + 4 * index);
        using SimClrPipeline simclr = Small().Build();
        simclr.Extract(images).Count.Should().Be(4);
        simclr.Extract(new DrawnImages(3, side: 20)).Values.ToArray()
            .Should().Equal(Features(simclr, SimClrAugmentations.Evaluation(8), new DrawnImages(3, side: 20)));
    }

    [Fact]
    public void Extract_OwnPreprocessing_GoesBeforeTheDefault()
    {
        using SimClrPipeline simclr = Small().UseAugmentations(Normalized).Build();
        simclr.Extract(Labeled, new() { Preprocessing = AugmentationPipeline.Identity }).Values.ToArray()
            .Should().Equal(Features(simclr, null));

        FeatureExtractorOptions options = new() { BatchSize = 5 };
        simclr.Extract(Labeled, options);
        options.Preprocessing.Should().BeNull("the caller's options are not changed");
    }

    [Fact]
    public void UseEvaluationPreprocessing_AnyOperation_IsTheDefault()
    {
        using SimClrPipeline simclr = Small().UseAugmentations(Normalized).UseEvaluationPreprocessing(new CenterCrop(4)).Build();
        simclr.Extract(Labeled).Values.ToArray().Should().Equal(Features(simclr, new CenterCrop(4)));
    }

    [Theory]
    [InlineData("default", 0.5f, 0.05f)]
    [InlineData("of the builder", 0, 2)]
    [InlineData("of the monitor", 0, 4)]
    [InlineData("none", 0, 1)]
    public void Train_KnnMonitor_PreparesImagesByTheSameRule(string preprocessing, float mean, float deviation)
    {
        SeeingEncoder seen = new();
        IAugmentation? own = preprocessing switch
        {
            "of the monitor" => new Normalize([0], [4]),
            "none" => AugmentationPipeline.Identity,
            _ => null,
        };
        SimClrBuilder builder = Small().UseAugmentations(Normalized).UseEncoder(seen.Encoder)
            .UseKnnMonitor(new KnnMonitor(Labeled, Labeled, new() { NeighborCount = 1 }, new() { Preprocessing = own }));
        if (preprocessing == "of the builder")
            builder.UseEvaluationPreprocessing(new Normalize([0], [2]));
        using SimClrPipeline simclr = builder.Build();

        simclr.Train();

        seen.FirstValue.Should().BeApproximately((Labeled.Read(0).Bytes[0] / 255f - mean) / deviation, 1e-4f);
    }

    [Fact]
    public void Train_TrainerWithoutABuilder_PreparesTheMonitorsImagesToo()
    {
        SeeingEncoder seen = new();
        using SimClrModel model = new(seen.Encoder, new MlpProjectionHead(3, new ProjectionHeadOptions { OutputDimension = 4 }));
        using NtXentLoss loss = new();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        KnnMonitor monitor = new(Labeled, Labeled, new KnnOptions { NeighborCount = 1 });
        TrainingOptions options = new() { Epochs = 1, BatchSize = 4, Workers = 1 };

        new ContrastiveTrainer(model, loss, optimizer, options) { Callbacks = [monitor] }.Train(Labeled, new ViewGenerator(1, Normalized));
        float normalized = seen.FirstValue;
        ContrastiveTrainer other = new(model, loss, optimizer, options)
        {
            Callbacks = [monitor],
            EvaluationPreprocessing = AugmentationPipeline.Identity,
        };
        other.Train(Labeled, new ViewGenerator(1, Normalized));

        normalized.Should().BeApproximately((seen.FirstValue - 0.5f) / 0.05f, 1e-4f);
        seen.FirstValue.Should().BeApproximately(Labeled.Read(0).Bytes[0] / 255f, 1e-6f);
    }

    [Fact]
    public void Build_BranchesThatDiffer_WarnsAndSharesTheRest()
    {
        Messages log = new();
        AugmentationPipeline crop = new AugmentationPipeline().RandomResizedCrop(8);
        using SimClrPipeline simclr = Small().UseLogger(log).UseAugmentations(crop.Normalize([0.5f], [0.25f]), crop).Build();

        log.All.Should().ContainSingle().Which.Should().Match<(LogLevel Level, string Text)>(message => message.Level == LogLevel.Warning)
            .And.Subject.As<(LogLevel Level, string Text)>().Text.Should().Match("*branches*differ*Normalize*UseEvaluationPreprocessing*");
        simclr.EvaluationPreprocessing.ToString().Should().Be("EvaluationCrop(height 8, width 8, interpolation Bilinear)");
        log.All.Clear();

        Small().UseLogger(log).UseAugmentations(crop.RandomGaussianBlur(), crop).Build().Dispose();
        Small().UseLogger(log).UseAugmentations(crop.Normalize([0.5f], [0.25f]), crop)
            .UseEvaluationPreprocessing(AugmentationPipeline.Identity).Build().Dispose();
        log.All.Should().BeEmpty();
    }

    [Fact]
    public void Build_FirstImageUnreadable_StillTakesThePipelinesPart()
    {
        using SimClrPipeline simclr = Small().UseImages(new DrawnImages(12) { FailingIndex = 0 }).UseAugmentations(Normalized).Build();
        simclr.EvaluationPreprocessing.ToString().Should().StartWith("EvaluationCrop(height 8").And.Contain("Normalize");
    }

    private static float[] Features(SimClrPipeline simclr, IAugmentation? preprocessing, IImageSource? images = null)
        => new FeatureExtractor(simclr.Encoder, new() { Preprocessing = preprocessing }).Extract(images ?? Labeled).Values.ToArray();

    private static SimClrBuilder Small() => new SimClrBuilder()
        .UseImages(Labeled)
        .UseAugmentations(a => a.RandomResizedCrop(8))
        .UseEncoder(ResNetDepth.ResNet10, o => { o.Stem = ResNetStem.Cifar; o.WidthMultiplier = 0.0625; })
        .UseProjectionHead(o => o.OutputDimension = 4)
        .UseSgd(o => o.LearningRate = 0.01)
        .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Workers) = (1, 4, 1));

    /// <summary>Mean colors, and what was the first value of the last evaluation's first image.</summary>
    private sealed class SeeingEncoder
    {
        private bool _trained = true;

        public SeeingEncoder() => Encoder = new DelegateEncoder(3, 3, images =>
        {
            if (_trained && !Encoder!.training)
                FirstValue = images.cpu()[0, 0, 0, 0].ToSingle();
            _trained = Encoder!.training;
            return images.mean([2, 3]);
        });

        public DelegateEncoder Encoder { get; }

        public float FirstValue { get; private set; }
    }
}
