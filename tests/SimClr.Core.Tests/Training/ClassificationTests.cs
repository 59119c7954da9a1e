using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>Another task on the same loop: labels, one view, checkpoints, resume.</summary>
public sealed class ClassificationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_Classification_LearnsItsLabels()
    {
        TrainingResult result = Train(out _);
        result.Epochs[^1].Metrics["top1"].Should().BeGreaterThan(0.9).And.BeGreaterThan(result.Epochs[0].Metrics["top1"]);
        result.Epochs[^1].Loss.Should().BeLessThan(result.Epochs[0].Loss);
        result.Epochs[^1].ContrastiveAccuracy.Should().Be(double.NaN, "nobody measures it");
        result.Epochs[^1].Collapsed.Should().BeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Train_InTwoSessions_ComesToTheSameBits(int? microBatch)
    {
        Train(out float[] whole, microBatch: microBatch);
        CheckpointOptions checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };
        Train(out float[] half, checkpoints, microBatch, stopAfterEpoch: 15).StopReason.Should().Be("half-time");
        half.Should().NotEqual(whole);
        Train(out float[] resumed, checkpoints, microBatch);
        resumed.Should().Equal(whole);
    }

    [Fact]
    public void Train_LabelsAreOthers_DoesNotResume()
    {
        CheckpointOptions checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };
        Train(out _, checkpoints);
        FluentActions.Invoking(() => Train(out _, checkpoints, classes: 3)).Should().Throw<CheckpointException>()
            .Which.Differences.Should().Contain(difference => difference.StartsWith("images.labels: "));
    }

    [Fact]
    public void Train_ParameterThatTheLossDoesNotReach_IsNamedOnce()
    {
        Messages log = new();
        Train(out _, log: log);
        log.All.Where(message => message.Level == LogLevel.Warning).Should().ContainSingle()
            .Which.Text.Should().StartWith("1 trainable parameters got no gradient in step 1, so they do not learn: unused. ");
    }

    [Fact]
    public void Train_TaskWithoutAnEncoder_RefusesAKnnMonitorBeforeTheFirstStep()
    {
        DrawnImages labeled = Images(2);
        TrainingCallback monitor = new SimClr.Core.Training.Callbacks.KnnMonitor(labeled, labeled);
        FluentActions.Invoking(() => Train(out _, callback: monitor)).Should().Throw<ArgumentException>().WithMessage("KnnMonitor measures an encoder's features, but Classification has no Encoder*");
    }

    private static TrainingResult Train(
        out float[] weights,
        CheckpointOptions? checkpoints = null,
        int? microBatch = null,
        int stopAfterEpoch = int.MaxValue,
        int classes = 2,
        Messages? log = null,
        TrainingCallback? callback = null)
    {
        using Classifier classifier = new();
        using optim.Optimizer optimizer = optim.Adam(classifier.parameters(), 0.01);
        Trainer trainer = new(
            new Classification(classifier),
            optimizer,
            new TrainingOptions { Epochs = 30, BatchSize = 8, MicroBatchSize = microBatch, Workers = 1, LogEverySteps = 1 })
        {
            Checkpoints = checkpoints,
            Callbacks = callback is null ? [new Half(stopAfterEpoch)] : [callback],
            Logger = log ?? new Messages(),
        };
        TrainingResult result = trainer.Train(Images(classes), new ViewGenerator(1, [new AugmentationPipeline().RandomHorizontalFlip()]));
        weights = SmallModel.Weights(classifier);
        return result;
    }

    private static DrawnImages Images(int classes) => new(16) { ClassNames = [.. Enumerable.Range(0, classes).Select(number => $"class {number}")] };

    private sealed class Half(int epoch) : TrainingCallback
    {
        public override void OnStepCompleted(TrainingContext run)
        {
            if (run.Report?.CompletedEpoch?.Epoch == epoch)
                run.Stop("half-time");
        }
    }

    private sealed class Classifier : nn.Module<Tensor, Tensor>
    {
        private readonly Linear layer;
        private readonly Parameter unused;

        public Classifier()
            : base(nameof(Classifier))
        {
            random.manual_seed(3);
            (layer, unused) = (nn.Linear(192, 3), new Parameter(zeros(1)));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => layer.call(input.flatten(1));
    }

    private sealed class Classification(Classifier classifier) : ITrainingTask
    {
        public nn.Module Module => classifier;

        public Tensor Embed(TrainingBatch batch, int group, Device device) => classifier.call(batch.ToTensor(group, device));

        public Tensor Loss(EmbeddingBatch batch) => nn.functional.cross_entropy(batch.Values, batch.Labels!);

        public void Measure(EmbeddingBatch batch, MetricSink metrics)
        {
            using DisposeScope scope = NewDisposeScope();
            metrics.Add("top1", batch.Values.argmax(1).eq(batch.Labels!).to(ScalarType.Float32).mean());
        }
    }
}
