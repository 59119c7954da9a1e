using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.FineTuning;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Callbacks;

public sealed class OnlineLinearProbeTests : IDisposable
{
    private static readonly DrawnImages Labeled = Images(26);

    private static readonly OnlineLinearProbeOptions Plain = new() { Momentum = 0, Nesterov = false, LearningRate = 3 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Train_WithAndWithoutIt_ComesToTheSameBits(int? microBatch)
    {
        Session session = Learning(microBatch);
        using OnlineLinearProbe probe = new(Labeled);
        (TrainingResult watched, float[] weights) = (session with { Callbacks = [probe] }).Train();
        (TrainingResult alone, float[] expected) = session.Train();
        weights.Should().Equal(expected);
        watched.Epochs.Select(epoch => epoch.Loss).Should().Equal(alone.Epochs.Select(epoch => epoch.Loss));
        probe.State["weight"].abs().max().item<float>().Should().BePositive();
        probe.ToLinearClassifier().ClassNames.Should().Equal(Labeled.ClassNames).And.NotBeEmpty();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(3, false)]
    [InlineData(null, true)]
    [InlineData(3, true)]
    public void Train_AgainstANaiveLoop_LearnsTheSame(int? microBatch, bool someUnlabeled)
    {
        using OnlineLinearProbe probe = new(options: Plain);
        NaiveOnlineProbe naive = new();
        Session session = Learning(microBatch);
        using SimClrModel model = session.Model();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.05);
        using NtXentLoss loss = new();
        ContrastiveTrainer trainer = new(model, loss, optimizer, session.Options) { Callbacks = [naive, probe] };

        TrainingResult result = trainer.Train(someUnlabeled ? new PartlyLabeled() : Labeled, session.Views);

        double largest = naive.Weights.Max(Math.Abs);
        largest.Should().BeGreaterThan(0.01);
        probe.State["weight"].data<float>().Zip(naive.Weights, (left, right) => Math.Abs(left - right)).Max().Should().BeLessThan(1e-5 * largest);
        naive.Rows.Should().OnlyContain(rows => rows == 16, "both views of each of eight images");
        result.Epochs.Select(epoch => epoch.Metrics[MetricNames.OnlineLinearTrainingAccuracy])
            .Should().Equal(naive.Accuracies.Chunk(3).Select(steps => (double)steps.Average()), (left, right) => Math.Abs(left - right) < 1e-6);
    }

    [Fact]
    public void Train_InTwoSessions_ComesToTheSameBits()
    {
        (float[] whole, double[] metrics) = Run(checkpoints: null, stopAfter: 4);
        CheckpointOptions checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };
        Run(checkpoints, stopAfter: 2).State.Should().NotEqual(whole);
        (float[] resumed, double[] resumedMetrics) = Run(checkpoints, stopAfter: 4);
        resumed.Should().Equal(whole);
        resumedMetrics.Should().Equal(metrics);

        (float[] State, double[] Metrics) Run(CheckpointOptions? checkpoints, int stopAfter)
        {
            using OnlineLinearProbe probe = new(Labeled);
            Recorder stopping = new()
            {
                Act = (hook, run) =>
                {
                    if (hook == "completed" && run.Report?.CompletedEpoch?.Epoch == stopAfter && stopAfter < run.Epochs)
                        run.Stop("for now");
                },
            };
            TrainingResult result = (Learning(null) with { Callbacks = [probe, stopping], Checkpoints = checkpoints }).Train().Result;
            return (
                [.. probe.State.Values.SelectMany(tensor => tensor.data<float>().ToArray())],
                [.. result.Epochs.SelectMany(epoch => new[] { epoch.Metrics[MetricNames.OnlineLinearTrainingAccuracy], epoch.Metrics[MetricNames.OnlineLinearAccuracy] })]);
        }
    }

    [Fact]
    public void Train_ClassesThatDiffer_AreLearnedAndHeldOutImagesToldApart()
    {
        InMemorySource train = Tuning.Colored(64, classes: 4, seed: 1);
        InMemorySource heldOut = Tuning.Colored(32, classes: 4, seed: 2);
        using OnlineLinearProbe probe = new(heldOut, new OnlineLinearProbeOptions { LearningRate = 2 }) { EveryEpochs = 2 };
        using SimClrPipeline pipeline = SmallPipeline.Small()
            .UseImages(train)
            .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (1 / 32.0, ResNetStem.Cifar))
            .UseOnlineLinearProbe(probe)
            .ConfigureTraining(o => (o.Epochs, o.BatchSize) = (20, 16))
            .Build();

        TrainingResult result = pipeline.Train();

        result.Epochs[^1].Metrics[MetricNames.OnlineLinearTrainingAccuracy].Should().BeGreaterThan(0.5, "chance is a quarter");
        result.Epochs.Select(epoch => epoch.Metrics.ContainsKey(MetricNames.OnlineLinearAccuracy)).Should().Equal(Enumerable.Range(1, 20).Select(epoch => epoch % 2 == 0));
        LinearClassifier classifier = probe.ToLinearClassifier();
        classifier.Accuracy(pipeline.Extract(heldOut)).Should().Be(result.Epochs[^1].Metrics[MetricNames.OnlineLinearAccuracy]).And.BeGreaterThan(0.5);
    }

    [Fact]
    public void Train_ViewsOfTwoSizes_LearnsFromAllOfThem()
    {
        List<long[]> shapes = [];
        Recorder looking = new()
        {
            Act = (hook, run) =>
            {
                if (hook == "update")
                    shapes.Add([run.Representations!.Values.shape[0], run.Representations.Views, run.Representations.Labels!.shape[0]]);
                else
                    run.Representations.Should().BeNull();
            },
        };
        using OnlineLinearProbe probe = new();
        IReadOnlyList<AugmentationPipeline> crops = SimClrAugmentations.MultiCrop(
            new MultiCropOptions { LargeSize = 6, SmallSize = 4, LargeViews = 2, SmallViews = 3 });
        using SimClrPipeline pipeline = SmallPipeline.Small().UseImages(Images(8)).UseAugmentations(crops).UseOnlineLinearProbe(probe).UseCallback(looking)
            .ConfigureTraining(o => o.MicroBatchSize = 2).Build();
        pipeline.Train();
        shapes.Should().HaveCount(2).And.OnlyContain(shape => shape.SequenceEqual(new long[] { 20, 5, 4 }));
    }

    [Fact]
    public void Representations_NobodyAsked_AreNotKept()
    {
        Recorder looking = new() { Act = (_, run) => run.Representations.Should().BeNull() };
        new Session { Callbacks = [looking] }.Train();
        looking.Calls.Should().NotBeEmpty();
    }

    [Fact]
    public void Train_LabelsOrEncoderMissing_AreRefusedBeforeTheFirstStep()
    {
        using OnlineLinearProbe alone = new();
        using OnlineLinearProbe unlabeled = new(new DrawnImages(4));
        using OnlineLinearProbe gray = new(Images(6, channels: 1));
        Refusal(alone, new DrawnImages(26)).Should().StartWith("OnlineLinearProbe: the training images need labels and class names, but none of the 26");
        Refusal(unlabeled, Labeled).Should().StartWith("OnlineLinearProbe: the held-out images need labels, but none of the 4");
        Refusal(gray, Labeled).Should().Match("OnlineLinearProbe: *expects 3 channels*");
        FluentActions.Invoking(() => new OnlineLinearProbe(Images(0))).Should().Throw<ArgumentException>().WithMessage("*empty*");
        FluentActions.Invoking(() => new OnlineLinearProbe { EveryEpochs = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new OnlineLinearProbe(options: new() { LearningRate = -1, Momentum = 1 })).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().HaveCount(2);
        alone.Invoking(it => it.ToLinearClassifier()).Should().Throw<InvalidOperationException>();

        static string Refusal(OnlineLinearProbe probe, DrawnImages images)
        {
            SmallPipeline.Small().UseImages(images).UseOnlineLinearProbe(probe).Invoking(builder => builder.Build())
                .Should().Throw<OptionsValidationException>().Which.Failures.Should().ContainSingle();
            return FluentActions.Invoking(() => new Session { Images = images, Callbacks = [probe] }.Train()).Should().Throw<ArgumentException>().Which.Message;
        }
    }

    [Fact]
    public void Train_TaskThatPassesItsEncoderBy_SaysSo()
    {
        using SimClrModel model = new Session().Model();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        using NtXentLoss loss = new();
        using OnlineLinearProbe probe = new();
        Trainer trainer = new(new Bypassing(model, loss), optimizer, SmallPipeline.Options()) { Callbacks = [probe] };
        trainer.Invoking(it => it.Train(Labeled, new ViewGenerator(5, new AddNoise()))).Should().Throw<InvalidOperationException>()
            .WithMessage("*once for each view of a batch, 8 in all, found 0*");
    }

    private static Session Learning(int? microBatch) => new()
    {
        Images = Labeled,
        Residual = true,
        Options = new() { Epochs = 4, BatchSize = 8, MicroBatchSize = microBatch, Seed = 1, Workers = 1, LogEverySteps = 1 },
    };

    private static DrawnImages Images(int count, int channels = 3) => new(count, channels: channels) { ClassNames = ["a", "b", "c"] };

    /// <summary>Every third image has no label.</summary>
    private sealed class PartlyLabeled : IImageSource
    {
        public int Count => Labeled.Count;

        public IReadOnlyList<string> ClassNames => Labeled.ClassNames;

        public Image Read(int index) => Labeled.Read(index);

        public int? GetLabel(int index) => index / 3 % 3 == 0 ? null : Labeled.GetLabel(index);
    }

    /// <summary>Calls forward, which no hook sees.</summary>
    private sealed class Bypassing(SimClrModel model, ContrastiveLoss loss) : ITrainingTask
    {
        public nn.Module Module => model;

        public Encoder Encoder => model.Encoder;

        public Tensor Embed(TrainingBatch batch, int group, Device device)
            => model.ProjectionHead.call(model.Encoder.forward(batch.ToTensor(group, device)));

        public Tensor Loss(EmbeddingBatch batch) => loss.call(batch);
    }
}
