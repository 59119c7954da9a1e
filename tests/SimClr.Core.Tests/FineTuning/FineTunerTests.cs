using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.FineTuning;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training;
using SimClr.Core.Tests.Training.Callbacks;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.FineTuning;

public sealed class FineTunerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fit_Pretrained_LearnsAndLeavesItAsItIs()
    {
        using SimClrModel pretrained = Tuning.Pretrained();
        float[] before = SmallModel.Weights(pretrained);
        using ImageClassifier classifier = Tuning.Tuner(Tuning.Options(epochs: 25)).Fit(pretrained, Tuning.Create, Tuning.Images);

        SmallModel.Weights(pretrained).Should().Equal(before);
        classifier.ClassCount.Should().Be(4);
        classifier.training.Should().BeFalse();
        classifier.TrainingResult!.Epochs.Should().HaveCount(25);
        classifier.TrainingResult.Epochs[^1].Metrics[MetricNames.Top1].Should().BeGreaterThan(0.7, "chance is a quarter");
        classifier.Evaluate(Tuning.Images).Accuracy.Should().BeGreaterThan(0.7);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Fit_LearningRateOfZero_HasThePretrainedParameters(int headLayers)
    {
        using SimClrModel pretrained = Tuning.Pretrained();
        using ImageClassifier classifier = Tuning.Tuner(Tuning.Options().With(o => (o.LearningRate, o.HeadLayers) = (0, headLayers)))
            .Fit(pretrained, Tuning.Create, Tuning.Images);
        Parameters(classifier.Encoder).Should().Equal(Parameters(pretrained.Encoder));
        if (headLayers == 0)
            classifier.ProjectionHead.Should().BeNull();
        else
            Parameters(pretrained.ProjectionHead).Should().StartWith(Parameters(classifier.ProjectionHead!));
    }

    [Fact]
    public void FitFromScratch_LearningRateOfZero_HasTheSeedsParameters()
    {
        using Encoder expected = Tuning.Create(5);
        using ImageClassifier classifier = Tuning.Tuner(Tuning.Options().With(o => (o.LearningRate, o.Training.Seed) = (0, 5)))
            .FitFromScratch(Tuning.Create, Tuning.Images);
        Parameters(classifier.Encoder).Should().Equal(Parameters(expected));
    }

    [Fact]
    public void FitLinear_Frozen_LearnsAndBorrowsTheEncoder()
    {
        // The mean of each channel, normalized: what tells the classes apart.
        using Encoder pretrained = new ModuleEncoder(nn.Sequential(nn.BatchNorm2d(3), nn.AdaptiveAvgPool2d(1), nn.Flatten()), 3, 3);
        float[] before = SmallModel.Weights(pretrained);
        ImageClassifier classifier = Tuning.Tuner(Tuning.Options(epochs: 25).With(o => o.LearningRate = 100)).FitLinear(pretrained, Tuning.Images);

        classifier.Evaluate(Tuning.Images).Accuracy.Should().BeGreaterThan(0.7, "chance is a quarter");
        classifier.Dispose();
        new FeatureExtractor(pretrained).Extract(Tuning.Images).Count.Should().Be(24);
        SmallModel.Weights(pretrained).Should().Equal(before);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(64, 24)]
    public void Fit_LearningRate_FollowsTheImagesOfABatchWithoutWarmup(int batchSize, int images)
    {
        List<double> rates = [];
        Recorder recorder = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "update")
                    rates.Add(run.LearningRate);
            },
        };
        FineTuningOptions options = new();
        (options.Training.BatchSize, options.Training.Epochs) = (batchSize, 2);
        using Encoder pretrained = Tuning.Create(9);
        new FineTuner(Tuning.Augmentation, options) { Callbacks = [recorder] }.Fit(pretrained, Tuning.Create, Tuning.Images).Dispose();

        double peak = 0.05 * images / 256;
        rates[0].Should().Be(peak);
        rates.Should().HaveCount(2 * (24 / images));
        rates.Should().Equal(rates.Select((_, step) => peak * (1 + Math.Cos(Math.PI * step / rates.Count)) / 2), (left, right) => Math.Abs(left - right) < 1e-15);
    }

    [Fact]
    public void Fit_LeftOverBatch_CountsUnlessItHasOneImage()
    {
        Steps(24, batchSize: 10).Should().Be(3);
        Steps(21, batchSize: 10).Should().Be(2, "batch norm cannot take a single image");

        static long Steps(int images, int batchSize)
        {
            using Encoder pretrained = Tuning.Create(9);
            using ImageClassifier classifier = Tuning.Tuner(Tuning.Options(epochs: 1).With(o => o.Training.BatchSize = batchSize))
                .Fit(pretrained, Tuning.Create, new SubsetSource(Tuning.Images, [.. Enumerable.Range(0, images)]));
            return classifier.TrainingResult!.Steps;
        }
    }

    [Fact]
    public void Fit_OwnOptimizer_Trains()
    {
        LarsOptimizer? lars = null;
        FineTuner tuner = new(Tuning.Augmentation, Tuning.Options())
        {
            Optimizer = module => lars = new LarsOptimizer(ParameterGroups.Split(module), batchSize: 8),
        };
        using ImageClassifier classifier = tuner.FitFromScratch(Tuning.Create, Tuning.Images);
        lars.Should().NotBeNull();
        lars!.Invoking(it => it.MomentumBuffers).Should().Throw<ObjectDisposedException>("the run disposes what was made for it");
        using Encoder before = Tuning.Create(0);
        Parameters(classifier.Encoder).Should().NotEqual(Parameters(before));
    }

    [Fact]
    public void Fit_Preprocessing_FollowsFromTheAugmentationUnlessOneIsChosen()
    {
        using Encoder encoder = Tuning.Create(9);
        AugmentationPipeline augmentation = SimClrAugmentations.CropAndFlip(6);
        using ImageClassifier first = new FineTuner(augmentation, Tuning.Options(epochs: 1)).FitLinear(encoder, Tuning.Images);
        first.Preprocessing!.ToString().Should().Contain("EvaluationCrop").And.Contain("6");
        using ImageClassifier second = new FineTuner(augmentation, Tuning.Options(epochs: 1)) { EvaluationPreprocessing = AugmentationPipeline.Identity }
            .FitLinear(encoder, Tuning.Images);
        second.Preprocessing.Should().BeSameAs(AugmentationPipeline.Identity);
    }

    [Fact]
    public void Fit_WhatTheFunctionMakesIsWrong_SaysSo()
    {
        using SimClrModel pretrained = Tuning.Pretrained();
        FineTuner tuner = Tuning.Tuner();
        Refusal(_ => pretrained.Encoder).Should().Contain("the pretrained encoder itself");
        Refusal(_ => null!).Should().Contain("gave null");
        Refusal(seed => new ResNetEncoder(ResNetDepth.ResNet10, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 1 / 16.0 }, seed))
            .Should().Contain("another encoder than the pretrained").And.Contain("'conv1.weight' has shape [4, 3, 3, 3] instead of [2, 3, 3, 3]");

        string Refusal(Func<long, Encoder> create)
            => tuner.Invoking(it => it.Fit(pretrained, create, Tuning.Images)).Should().Throw<ArgumentException>().Which.Message;
    }

    [Fact]
    public void Fit_LayersThatAreNotThere_SaysHowManyThereAre()
    {
        using SimClrModel pretrained = Tuning.Pretrained();
        FineTuner tuner = Tuning.Tuner(Tuning.Options().With(o => o.HeadLayers = 4));
        tuner.Invoking(it => it.Fit(pretrained, Tuning.Create, Tuning.Images)).Should().Throw<ArgumentException>().WithMessage("*has 3 dense layers*");
        tuner.Invoking(it => it.Fit(pretrained.Encoder, Tuning.Create, Tuning.Images)).Should().Throw<ArgumentException>().WithMessage("*no projection head*");
        tuner.Invoking(it => it.FitFromScratch(Tuning.Create, Tuning.Images)).Should().Throw<ArgumentException>().WithMessage("*no projection head*");
    }

    [Fact]
    public void Fit_ImagesWithoutLabels_AreRefusedBeforeANetworkIsMade()
    {
        int made = 0;
        Tuning.Tuner().Invoking(it => it.FitFromScratch(
            seed =>
            {
                made++;
                return Tuning.Create(seed);
            },
            new DrawnImages(12))).Should().Throw<ArgumentException>().WithMessage("*none of the 12 images*");
        made.Should().Be(0);
    }

    [Fact]
    public void Options_OfThePaper_AreItsNumbers()
    {
        Read(new FineTuningOptions()).Should().Be((30, 0.05, 0.9, true, 0.0, 0.0));
        Read(FineTuningOptions.ForFraction(0.01)).Should().Be((60, 0.05, 0.9, true, 0.0, 0.0));
        Read(FineTuningOptions.ForFraction(0.1)).Should().Be((30, 0.05, 0.9, true, 0.0, 0.0));
        Read(FineTuningOptions.ForFraction(1)).Should().Be((30, 0.05, 0.9, true, 0.0, 0.0));
        Read(FineTuningOptions.LinearEvaluation()).Should().Be((90, 0.1, 0.9, true, 0.0, 0.0));
        Read(FineTuningOptions.Supervised()).Should().Be((90, 0.1, 0.9, true, 1e-4, 5.0));
        Read(FineTuningOptions.Supervised(20)).Should().Be((20, 0.1, 0.9, true, 1e-4, 2.0));
        FluentActions.Invoking(() => FineTuningOptions.ForFraction(0)).Should().Throw<ArgumentOutOfRangeException>();

        static (int, double, double, bool, double, double?) Read(FineTuningOptions options)
            => (options.Training.Epochs, options.LearningRate, options.Momentum, options.Nesterov, options.WeightDecay, options.Training.WarmupEpochs);
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_AreAllListed()
    {
        FineTuningOptions options = new() { HeadLayers = -1, LearningRate = -1, Momentum = 0, WeightDecay = 2 };
        (options.Training.Epochs, options.Training.BatchSize) = (0, 1);
        string[] failures = [.. FluentActions.Invoking(() => new FineTuner(Tuning.Augmentation, options)).Should().Throw<OptionsValidationException>().Which.Failures];
        foreach (string name in new[] { "HeadLayers", "LearningRate", "WeightDecay", "Epochs", "BatchSize" })
            failures.Should().Contain(failure => failure.Contains(name));
        FluentActions.Invoking(() => new FineTuner(Tuning.Augmentation, new() { Momentum = 0 })).Should().Throw<OptionsValidationException>().WithMessage("*Nesterov*");
    }

    private static float[] Parameters(nn.Module module)
        => [.. module.parameters().SelectMany(parameter => parameter.detach().contiguous().data<float>().ToArray())];
}
