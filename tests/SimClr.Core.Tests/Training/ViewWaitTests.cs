using System.Diagnostics;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Evaluation;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>No time is compared with a number: what slept measures its own sleep.</summary>
public sealed class ViewWaitTests
{
    private const int Images = 8;

    [Theory]
    [InlineData(null)]
    [InlineData(4)]
    public void Train_SlowSource_WaitsAtLeastForTheFirstViews(int? microBatchSize)
    {
        SlowImages images = new();

        (TrainingResult result, TrainingProgress report) = Train(images, new Stopwatch(), microBatchSize);

        // Nothing is made before the first views are asked for, so none of their making is hidden behind training.
        TimeSpan slept = images.SleepOfTheFirst(microBatchSize ?? Images);
        slept.Should().BePositive();
        result.ViewWait.Should().BeGreaterThanOrEqualTo(slept).And.BeLessThan(result.Duration);
        report.ViewWaitShare.Should().BeInRange(slept / report.Elapsed, 1);
    }

    [Fact]
    public void Train_SlowEncoder_IsNoWaitForViews()
    {
        Stopwatch encoding = new();

        (TrainingResult result, TrainingProgress report) = Train(new DrawnImages(Images), encoding);

        encoding.Elapsed.Should().BePositive();
        result.ViewWait.Should().BePositive().And.BeLessThan(result.Duration - encoding.Elapsed);
        report.ViewWaitShare.Should().BeInRange(0, 1 - encoding.Elapsed / report.Elapsed);
    }

    private static (TrainingResult Result, TrainingProgress Report) Train(
        IImageSource images, Stopwatch encoding, int? microBatchSize = null)
    {
        using DelegateEncoder encoder = new(3, 3, views =>
        {
            // The trial pass of two views comes before the run's clock starts.
            if (views.shape[0] == 2)
                return views.mean([2, 3]);
            encoding.Start();
            Thread.Sleep(5);
            encoding.Stop();
            return views.mean([2, 3]);
        });
        using SimClrModel model = new(encoder, new MlpProjectionHead(3));
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        TrainingOptions options = new() { Epochs = 1, BatchSize = Images, MicroBatchSize = microBatchSize, Workers = 1 };
        ContrastiveTrainer trainer = new(model, loss, optimizer, options);
        LastReport last = new();
        return (trainer.Train(images, new ViewGenerator(1, new AddNoise()), last), last.Value!);
    }

    private sealed class LastReport : IProgress<TrainingProgress>
    {
        public TrainingProgress? Value { get; private set; }

        public void Report(TrainingProgress value) => Value = value;
    }

    private sealed class SlowImages : IImageSource
    {
        private readonly DrawnImages _images = new(Images);
        private readonly List<TimeSpan> _sleeps = [];

        public int Count => Images;

        public IReadOnlyList<string> ClassNames => [];

        // The very first read measures the views, before the training begins.
        public TimeSpan SleepOfTheFirst(int images)
            => _sleeps.Skip(1).Take(images).Aggregate(TimeSpan.Zero, (sum, sleep) => sum + sleep);

        public Image Read(int index)
        {
            long start = Stopwatch.GetTimestamp();
            Thread.Sleep(5);
            _sleeps.Add(Stopwatch.GetElapsedTime(start));
            return _images.Read(index);
        }

        public int? GetLabel(int index) => null;
    }
}
