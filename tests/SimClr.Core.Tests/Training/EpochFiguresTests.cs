using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>What an epoch reports where its last batch has fewer images than the others.</summary>
public sealed class EpochFiguresTests
{
    [Theory]
    [InlineData(65, 32, new[] { 32, 32, 0 })]
    [InlineData(33, 32, new[] { 32, 0 })]
    [InlineData(40, 16, new[] { 16, 16, 8 })]
    [InlineData(48, 16, new[] { 16, 16, 16 })]
    [InlineData(20, 64, new[] { 20 })]
    public void Train_LastBatchKept_WeighsLossesByImagesAndLeavesOutABatchWithoutNegatives(int images, int batchSize, int[] weights)
    {
        (TrainingResult result, List<TrainingProgress> steps, _) = Train(images, batchSize, logEverySteps: 1);

        steps.Should().HaveCount(weights.Length);
        double expected = steps.Zip(weights, (step, weight) => step.Loss * weight).Sum() / weights.Sum();
        result.Epochs[0].Loss.Should().BeApproximately(expected, 1e-6);
        result.Epochs[0].Loss.Should().BeInRange(0.5 * Math.Log(2 * Math.Min(batchSize, images) - 1), 2 * Math.Log(2 * batchSize - 1));
    }

    [Theory]
    [InlineData(65, 32, 1)]
    [InlineData(65, 32, 10)]
    [InlineData(40, 16, 1)]
    [InlineData(40, 16, 10)]
    public void Train_LastBatchKept_MeasuresAccuracyAndDeviationInFullBatches(int images, int batchSize, int logEverySteps)
    {
        // The same run without its last batch's step, measured at each step: the accuracies of the full batches.
        double[] full = [.. Train(images, batchSize, logEverySteps: 1, dropLast: true).Steps.Select(step => step.ContrastiveAccuracy)];

        (TrainingResult result, List<TrainingProgress> steps, _) = Train(images, batchSize, logEverySteps);

        steps[^1].ContrastiveAccuracy.Should().Be(full[^1]);
        double expected = logEverySteps == 1 ? full.Average() : full[^1];
        result.Epochs[0].ContrastiveAccuracy.Should().BeApproximately(expected, 1e-6).And.BeLessThan(0.5);
        result.Epochs[0].EmbeddingDeviation.Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData(33, 1)]
    [InlineData(34, 0)]
    [InlineData(32, 0)]
    public void Train_LastBatchHasOneImage_IsSaidToTeachNothing(int images, int warnings)
        => Train(images, batchSize: 16, logEverySteps: 1).Log.All
            .Where(message => message.Level == LogLevel.Warning && message.Text.Contains("no negatives") && message.Text.Contains($"{images} images"))
            .Should().HaveCount(warnings);

    [Fact]
    public void Train_OneImage_IsRefused()
    {
        FluentActions.Invoking(() => Train(images: 1, batchSize: 2, logEverySteps: 1))
            .Should().Throw<ArgumentException>().WithMessage("The source has 1 image*at least 2*");
        FluentActions.Invoking(() => new SimClrBuilder()
                .UseImages(new DrawnImages(1))
                .UseAugmentations(new AddNoise())
                .UseEncoder(ResNetDepth.ResNet10, o => o.WidthMultiplier = 1 / 64.0)
                .ConfigureTraining(o => (o.BatchSize, o.DropLastBatch) = (2, false))
                .Build())
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().ContainSingle().Which.Should().StartWith("Images: The source has 1 image");
    }

    private static (TrainingResult Result, List<TrainingProgress> Steps, Messages Log) Train(
        int images, int batchSize, int logEverySteps, bool dropLast = false)
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        TrainingOptions options = new() { Epochs = 1, BatchSize = batchSize, LogEverySteps = logEverySteps, DropLastBatch = dropLast, WarmupEpochs = 0 };
        Messages log = new();
        List<TrainingProgress> steps = [];
        // A constant rate, so that the steps are the same whether the last one follows or not.
        ContrastiveTrainer trainer = new(model, loss, optimizer, options) { Logger = log, Schedule = new SimClr.Core.Optimization.ConstantSchedule(0.01) };
        return (trainer.Train(new DrawnImages(images), new ViewGenerator(5, new AddNoise()), new Callback(steps.Add)), steps, log);
    }
}
