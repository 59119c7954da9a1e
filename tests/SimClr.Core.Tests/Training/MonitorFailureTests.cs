using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>A kNN monitor that cannot work is found before the first step; one that fails later does not cost the epoch.</summary>
public sealed class MonitorFailureTests : IDisposable
{
    private static readonly DrawnImages Labeled = Images(12);

    private readonly TemporaryFolder _folder = new();

    private static Dictionary<string, (KnnMonitor Monitor, string Message)> Unfit { get; } = new()
    {
        ["bank without labels"] = (new KnnMonitor(new DrawnImages(6), Labeled), "the bank need labels, but none of the 6 images has one."),
        ["queries without labels"] = (new KnnMonitor(Labeled, new DrawnImages(6)), "the queries need labels, but none of the 6 images has one."),
        ["some labels"] = (new KnnMonitor(Labeled, new Mixed(index => index == 7 ? null : 0)), "*image 0 has one, image 7 has none*"),
        ["other channels"] = (new KnnMonitor(Labeled, Images(6, channels: 1)), "The encoder expects 3 channels*[1, 8, 8]*"),
        ["several sizes"] = (new KnnMonitor(new Mixed(_ => 0, side: index => index == 29 ? 9 : 8), Labeled, extraction: AsTheyAre), "All images must have one shape*[3, 8, 8]*[3, 9, 9]*"),
        ["unreadable image"] = (new KnnMonitor(Labeled, new DrawnImages(6) { FailingIndex = 5, ClassNames = ["a"] }), "*seventeen.png*"),
        ["device"] = (new KnnMonitor(Labeled, Labeled, new KnnOptions { Device = new Device("meta") }), "*"),
    };

    private static FeatureExtractorOptions AsTheyAre => new() { Preprocessing = AugmentationPipeline.Identity };

    public static TheoryData<string> UnfitNames => [.. Unfit.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(UnfitNames))]
    public void Build_MonitorThatCannotWork_SaysWhy(string name)
    {
        (KnnMonitor monitor, string message) = Unfit[name];
        Small().UseKnnMonitor(monitor).Invoking(builder => builder.Build()).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().ContainSingle().Which.Should().Match($"KnnMonitor: {message}");
    }

    [Theory]
    [MemberData(nameof(UnfitNames))]
    public void Train_MonitorThatCannotWork_IsRefusedBeforeTheFirstStepAndLeavesOldCheckpoints(string name)
    {
        new Session { Checkpoints = Checkpoints(ResumeMode.IfPresent) }.Train();
        string[] files = [.. Directory.EnumerateFiles(_folder.At("run"))];
        Session session = new()
        {
            Callbacks = [Unfit[name].Monitor],
            Checkpoints = Checkpoints(ResumeMode.StartOver),
            Progress = new Callback(_ => Assert.Fail("a step was made")),
        };

        session.Invoking(it => it.Train()).Should().Throw<ArgumentException>().WithMessage($"KnnMonitor: {Unfit[name].Message}");

        Directory.EnumerateFiles(_folder.At("run")).Should().BeEquivalentTo(files);
    }

    [Fact]
    public void Constructor_OptionsOutOfRangeOrNoImages_AreRefusedAtOnce()
    {
        FluentActions.Invoking(() => new KnnMonitor(Labeled, Labeled, new KnnOptions { NeighborCount = 0 }))
            .Should().Throw<OptionsValidationException>().WithMessage("*NeighborCount*");
        FluentActions.Invoking(() => new KnnMonitor(Labeled, Labeled, extraction: new FeatureExtractorOptions { BatchSize = 0 }))
            .Should().Throw<OptionsValidationException>().WithMessage("*BatchSize*");
        FluentActions.Invoking(() => new KnnMonitor(Images(0), Labeled)).Should().Throw<ArgumentException>().WithParameterName("bank");
        FluentActions.Invoking(() => new KnnMonitor(Labeled, Images(0))).Should().Throw<ArgumentException>().WithParameterName("queries");
    }

    [Fact]
    public void Measure_OptionsChangedLater_AreNotTakenUp()
    {
        KnnOptions knn = new() { NeighborCount = 1 };
        FeatureExtractorOptions extraction = new();
        KnnMonitor monitor = new(Labeled, Labeled, knn, extraction);
        (knn.NeighborCount, extraction.BatchSize) = (-1, -1);
        using SimClrModel model = SmallModel.ResNet();
        monitor.Measure(model.Encoder).Should().Be(1, "each image is its own nearest neighbor");
    }

    [Fact]
    public void Measure_MoreNeighborsThanImages_LetsTheWholeBankVote()
    {
        using SimClrModel model = SmallModel.ResNet();
        new KnnMonitor(Labeled, Labeled, new KnnOptions { NeighborCount = 1000 }).Measure(model.Encoder).Should().BeInRange(0, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Train_MonitorFailsLater_SavesTheEpochEndsAndGoesOnFromThere(int everyEpochs)
    {
        float[] expected = new Session().Train().Weights;
        Mixed breaking = new(_ => 0);
        Messages log = new();
        CheckpointOptions checkpoints = Checkpoints(ResumeMode.IfPresent);
        checkpoints.EveryEpochs = everyEpochs;
        Session session = new() { Callbacks = [new KnnMonitor(Labeled, breaking)], Checkpoints = checkpoints, Logger = log };

        // The reads of the first two epochs, and of the trial before, are sound.
        breaking.ReadsUntilFailure = 8 + 2 * breaking.Count;
        session.Invoking(it => it.Train()).Should().Throw<ImageReadException>().WithMessage("the share is gone");

        Directory.EnumerateFiles(_folder.At("run")).Max().Should().EndWith("checkpoint-000000000009.safetensors");
        log.All.Should().ContainSingle(message => message.Level == LogLevel.Error).Which.Text.Should()
            .Be("KnnMonitor failed after step 9 of 12, which ends the training; a checkpoint of it is saved");
        breaking.ReadsUntilFailure = int.MaxValue;
        (TrainingResult result, float[] weights) = session.Train();
        weights.Should().Equal(expected);
        result.Epochs.Select(epoch => epoch.KnnAccuracy is null).Should().Equal(false, false, true, false);
    }

    [Fact]
    public void Train_HandlerFailsAtAnEpochsEnd_DoesNotCostTheCheckpoint()
    {
        Session session = new()
        {
            Checkpoints = Checkpoints(ResumeMode.IfPresent),
            Progress = new Callback(report =>
            {
                if (report.Step == 6)
                    throw new InvalidOperationException("a mistake");
            }),
        };
        session.Invoking(it => it.Train()).Should().Throw<InvalidOperationException>().WithMessage("a mistake");
        Directory.EnumerateFiles(_folder.At("run")).Max().Should().EndWith("checkpoint-000000000006.safetensors");
    }

    private static DrawnImages Images(int count, int channels = 3) => new(count, channels: channels) { ClassNames = ["a", "b"] };

    private CheckpointOptions Checkpoints(ResumeMode resume) => new() { Folder = _folder.At("run"), Resume = resume, Keep = 10 };

    private static SimClrBuilder Small() => new SimClrBuilder()
        .UseImages(new DrawnImages(8))
        .UseAugmentations(a => a.RandomResizedCrop(8))
        .UseEncoder(ResNetDepth.ResNet10, o => o.WidthMultiplier = 1 / 64.0)
        .UseProjectionHead(o => o.OutputDimension = 4)
        .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Workers) = (1, 4, 1));

    /// <summary>Images whose labels and sizes differ, and that cannot be read any more after some time.</summary>
    private sealed class Mixed(Func<int, int?> label, Func<int, int>? side = null) : IImageSource
    {
        private int _reads;

        public int ReadsUntilFailure { get; set; } = int.MaxValue;

        public int Count => 30;

        public IReadOnlyList<string> ClassNames => [];

        public Image Read(int index)
        {
            // Once for the first image's shape, in each extraction, besides.
            if (index != 0 && Interlocked.Increment(ref _reads) > ReadsUntilFailure)
                throw new ImageReadException("the share is gone");
            return new DrawnImages(Count, side?.Invoke(index) ?? 8).Read(index);
        }

        public int? GetLabel(int index) => label(index);
    }
}
