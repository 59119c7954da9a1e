using System.CommandLine;
using System.Diagnostics;
using SimClr.Core.Augmentation;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;

namespace SimClr.Core.Benchmarks.Training;

/// <summary>A training run as users start it, at one batch size: its speed and the most memory its process held.</summary>
/// <param name="ImagesPerSecond">Images trained a second in the best of the epochs.</param>
/// <param name="PeakBytes">Peak resident memory of the whole process.</param>
/// <param name="OptimizerMilliseconds">Time of one LARS update.</param>
/// <param name="EstimatedBytes">What <see cref="ActivationMemory"/> foretells for activations.</param>
internal sealed record LargeBatchMeasurement(double ImagesPerSecond, long PeakBytes, double OptimizerMilliseconds, long EstimatedBytes)
{
    private const int Epochs = 4;

    public static Command CreateCommand()
    {
        Argument<int> batch = new("batch");
        Argument<int> micro = new("micro");
        Argument<int> images = new("images");
        Command command = new("large-batch-case", "One measurement of the command large-batch.") { batch, micro, images };
        command.Hidden = true;
        command.SetAction(parsed => OwnProcess.Answer(
            Measure(parsed.GetValue(batch), parsed.GetValue(micro), parsed.GetValue(images))));
        return command;
    }

    public static LargeBatchMeasurement InOwnProcess(int batch, int microBatch, int images)
        => OwnProcess.Measure<LargeBatchMeasurement>("large-batch-case", $"{batch}", $"{microBatch}", $"{images}");

    private static LargeBatchMeasurement Measure(int batch, int microBatch, int images)
    {
        using SimClrPipeline simclr = new SimClrBuilder()
            .UseImages(new SyntheticSource(new SyntheticOptions { Count = images }))
            .UseAugmentations(a => a.RandomResizedCrop(32).RandomHorizontalFlip().ColorDistortion(0.5))
            .UseEncoder(ResNetDepth.ResNet18, o => (o.Stem, o.WidthMultiplier, o.Precision) = (ResNetStem.Cifar, 0.25, Precision.Auto))
            .ConfigureTraining(o => (o.BatchSize, o.MicroBatchSize, o.Epochs, o.LogEverySteps) = (batch, microBatch, Epochs, 1_000_000))
            .Build();
        double best = simclr.Train().Epochs.Max(epoch => epoch.ViewsPerSecond / 2);
        long peak = ResidentMemory.Peak;
        return new LargeBatchMeasurement(
            best, peak, UpdateMilliseconds(simclr.Model, batch), ActivationMemory.Estimate(simclr.Model, new ViewShape(3, 32, 32), microBatch));
    }

    private static double UpdateMilliseconds(SimClrModel model, int batch)
    {
        using LarsOptimizer lars = new(ParameterGroups.Split(model), batchSize: batch);
        return Enumerable.Range(0, 20).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            lars.step();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
    }
}
