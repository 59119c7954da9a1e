using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.LabelFree;
using SimClr.Core.Models;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;

namespace SimClr.Core.Tests.Training.Callbacks;

public sealed class LabelFreeMonitorTests
{
    private static readonly DrawnImages Images = new(12);

    private static readonly string[] Names =
        [MetricNames.Alignment, MetricNames.Uniformity, MetricNames.AlignmentUniformity, MetricNames.RankMe, MetricNames.Lidar];

    [Fact]
    public void Train_WithMonitor_MeasuresEachEpochAndLeavesTheRunAsItIs()
    {
        Session plain = new() { Residual = true, Optimizer = "sgd" };

        (TrainingResult result, float[] weights) = (plain with { Callbacks = [new LabelFreeMonitor(Images)] }).Train();

        weights.Should().Equal(plain.Train().Weights);
        result.Epochs.Should().HaveCount(4).And.OnlyContain(epoch => Names.All(epoch.Metrics.ContainsKey));
        result.Epochs.Select(epoch => epoch.Metrics[MetricNames.Lidar]).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Train_LastEpoch_HasTheScoresOfTheTrainedModel()
    {
        Session session = new() { Residual = true, Optimizer = "sgd", Options = new() { Epochs = 2, BatchSize = 8, Seed = 1, Workers = 1 } };
        using SimClrModel model = session.Model();
        LabelFreeMonitor monitor = new(Images) { EveryEpochs = 2, ViewsPerImage = 4, MetricSuffix = "_z" };

        TrainingResult result = (session with { Callbacks = [monitor] }).Train(model);

        result.Epochs[0].Metrics.Keys.Should().NotContain(MetricNames.Lidar + "_z");
        LabelFreeScores scores = monitor.Measure(model, session.Views);
        double[] measured = [.. Names.Select(name => result.Epochs[1].Metrics[name + "_z"])];
        measured.Should().Equal(
            [scores.Alignment, scores.Uniformity, scores.AlignmentUniformity, scores.RankMe, scores.Lidar],
            (left, right) => Math.Abs(left - right) < 1e-6 * Math.Max(1, Math.Abs(right)));
    }

    [Fact]
    public void Measure_ByDefault_IsOfTheEmbeddingsOfFixedViews()
    {
        using SimClrModel model = SmallModel.ResNet();
        ViewGenerator views = new(seed: 77, new AddNoise());
        ReadOut embedding = new() { Layers = [2] };
        FeatureExtractor extractor = new(model, new() { ReadOut = embedding });

        LabelFreeScores scores = new LabelFreeMonitor(Images) { Seed = 5, ViewsPerImage = 3 }.Measure(model, views);

        scores.Should().Be(LabelFreeScores.Measure(
            extractor.Extract(Images), extractor.ExtractViews(Images, new ViewGenerator(5, new AddNoise(), views: 3))));
        scores.Should().NotBe(new LabelFreeMonitor(Images) { Seed = 6, ViewsPerImage = 3 }.Measure(model, views));
    }

    [Fact]
    public void Measure_ViewsOfSeveralSizes_TakesTheLargest()
    {
        using SimClrModel model = SmallModel.ResNet();
        IAugmentation small = new AugmentationPipeline().RandomResizedCrop(4);
        IAugmentation large = new AugmentationPipeline().RandomResizedCrop(8);
        LabelFreeMonitor monitor = new(Images) { ViewsPerImage = 2 };

        monitor.Measure(model, new ViewGenerator(1, [small, large, small]))
            .Should().Be(monitor.Measure(model, new ViewGenerator(2, large)));
        new LabelFreeMonitor(Images) { ViewsPerImage = 2, Augmentation = small }.Measure(model, new ViewGenerator(1, large))
            .Should().Be(monitor.Measure(model, new ViewGenerator(2, small)));
    }

    [Fact]
    public void Measure_ReadOutOfH_IsAnother()
    {
        using SimClrModel model = SmallModel.ResNet();
        ViewGenerator views = new(1, new AddNoise());

        LabelFreeScores h = new LabelFreeMonitor(Images, new() { ReadOut = new ReadOut() }).Measure(model, views);

        h.Should().NotBe(new LabelFreeMonitor(Images).Measure(model, views));
    }

    [Fact]
    public void Build_MonitorThatCannotWork_SaysWhy()
    {
        SimClrBuilder builder = SmallPipeline.Small()
            .UseLabelFreeMonitor(new LabelFreeMonitor(new DrawnImages(4, channels: 1)))
            .UseLabelFreeMonitor(new LabelFreeMonitor(Images, new() { ReadOut = new ReadOut { Layers = [3] } }));

        string[] failures = SmallPipeline.Failures(builder);

        failures.Should().HaveCount(2);
        failures[0].Should().StartWith("LabelFreeMonitor: The encoder expects 3 channels");
        failures[1].Should().Be(
            "LabelFreeMonitor: The read-out takes layer 3, but MlpProjectionHead has 2: expected 0 (the encoder's output) to 2 (the "
            + "head's).");
    }

    [Fact]
    public void Train_PipelineWithMonitor_HasItsMetrics()
    {
        LabelFreeMonitor monitor = new(Images) { ViewsPerImage = 2 };
        using SimClrPipeline pipeline = SmallPipeline.Small().UseLabelFreeMonitor(monitor).Build();

        pipeline.Train().Epochs[^1].Metrics.Keys.Should().Contain(Names);
    }

    [Fact]
    public void KnnMonitor_ReadOutOfTheHead_WorksInARunAndNotOfAnEncoderAlone()
    {
        DrawnImages labeled = new(12) { ClassNames = ["a", "b"] };
        KnnMonitor monitor = new(labeled, labeled, new() { NeighborCount = 1 }, new() { ReadOut = new ReadOut { Layers = [0, 2] } });
        using SimClrModel model = SmallModel.ResNet();

        new Session { Residual = true, Optimizer = "sgd", Callbacks = [monitor] }.Train().Result.Epochs[^1].KnnAccuracy.Should().Be(1);
        monitor.Invoking(it => it.Measure(model.Encoder)).Should().Throw<ArgumentException>().WithMessage("*an encoder alone*");
    }

    [Fact]
    public void OnlineLinearProbe_ReadOutOfHeldOutImages_IsRefused()
        => FluentActions.Invoking(() => new OnlineLinearProbe(Images, extraction: new() { ReadOut = new ReadOut() }))
            .Should().Throw<ArgumentException>().WithMessage("*representations h*leave ReadOut out*");

    [Fact]
    public void Constructor_WhatDoesNotFit_IsRefused()
    {
        FluentActions.Invoking(() => new LabelFreeMonitor(new DrawnImages(1))).Should().Throw<ArgumentException>().WithMessage("*found 1*");
        FluentActions.Invoking(() => new LabelFreeMonitor(Images, new() { BatchSize = 0 })).Should().Throw<OptionsValidationException>();
        FluentActions.Invoking(() => new LabelFreeMonitor(Images) { ViewsPerImage = 1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LabelFreeMonitor(Images) { EveryEpochs = 0 }).Should().Throw<ArgumentOutOfRangeException>();
    }
}
