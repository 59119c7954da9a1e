using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using SimClr.Core.Training.Ranks;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>Real image files that vanish or break while a training reads them.</summary>
public sealed class UnreadableImageTests : IDisposable
{
    private const int Images = 16;
    private const int Side = 8;

    private readonly TemporaryFolder _folder = new();
    private readonly Messages _log = new();

    public UnreadableImageTests()
    {
        for (int image = 0; image < Images; image++)
            _folder.Write($"images/{image:D2}.png", PictureFiles.Encode(PictureFiles.Noise(Side, Side, image), Side));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("deleted")]
    [InlineData("overwritten")]
    public void Train_FileBreaksInMidRun_FailsWithFileAndIndex(string fault)
    {
        ImageFolderSource source = Open();
        ViewGenerationException thrown = FluentActions.Invoking(() => Train(source, UnreadableImages.Throw, report => Break(report, fault, 5)))
            .Should().Throw<ViewGenerationException>().WithMessage("*image 5*05.png*").Which;
        thrown.ImageIndex.Should().Be(5);
        thrown.InnerException.Should().BeOfType<ImageReadException>();
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("overwritten")]
    public void Train_FilesBreakInMidRun_AreLeftOutAndSaidOnce(string fault)
    {
        ImageFolderSource source = Open();
        (TrainingResult result, _) = Train(source, UnreadableImages.Skip, report => Break(report, fault, 5, 6));

        result.Steps.Should().Be(24);
        result.SkippedImages.Should().Equal(5, 6);
        string[] warnings = [.. _log.All.Where(message => message.Level == LogLevel.Warning).Select(message => message.Text)];
        warnings.Should().HaveCount(2).And.ContainSingle(text => text.Contains("05.png")).And
            .ContainSingle(text => text.Contains("06.png"));
    }

    [Fact]
    public void Train_BrokenFilesSkipped_GivesTheSameWeightsForAnyNumberOfWorkersAndBatch()
    {
        ImageFolderSource source = Open();
        foreach (int image in new[] { 0, 5, 6 })
            File.Delete(source.GetPath(image));

        float[] expected = Train(source, UnreadableImages.Skip).Weights;
        Train(source, UnreadableImages.Skip, workers: 3).Weights.Should().Equal(expected);
        Train(source, UnreadableImages.Skip, microBatchSize: 3).Result.SkippedImages.Should().Equal(0, 5, 6);
    }

    [Fact]
    public void Load_UnreadableImages_AreReplacedByOthersThatAreNotInTheBatch()
    {
        ImageFolderSource source = Open();
        foreach (int image in new[] { 0, 2, 4, 15 })
            File.Delete(source.GetPath(image));
        ViewGenerator views = new(5, new AddNoise());
        ViewLoader loader = new(source, views, new ViewLoaderOptions { UnreadableImages = UnreadableImages.Skip, Workers = 2 }, _log);

        TrainingBatch batch = loader.Load([new BatchRequest(1, [2, 3, 15, 4])]).Single();

        batch.Indices.Should().Equal(5, 3, 1, 6);
        batch.Values(0).ToArray().Should().Equal(loader.Load([new BatchRequest(1, [5, 3, 1, 6])]).Single().Values(0).ToArray());
        loader.SkippedImages.Should().Equal(0, 2, 4, 15);
    }

    [Fact]
    public void Load_UnreadableImagesOfARank_AreReplacedAsInOneProcess()
    {
        ImageFolderSource source = Open();
        File.Delete(source.GetPath(2));
        File.Delete(source.GetPath(9));
        ViewLoader loader = new(source, new ViewGenerator(5, new AddNoise()), new ViewLoaderOptions { UnreadableImages = UnreadableImages.Skip }, _log);
        BatchRequest all = new(1, [2, 3, 4, 9, 5, 10]);

        int[] ofRanks = [.. Enumerable.Range(0, 3).SelectMany(rank => loader.Load([new RankShard(rank, 3).Of(all)]).Single().Indices)];

        loader.Load([all]).Single().Indices.Should().Equal(6, 3, 4, 11, 5, 10);
        ofRanks.Should().Equal(6, 3, 4, 11, 5, 10);
    }

    [Fact]
    public void Train_AllFilesGone_StopsInsteadOfTrainingOnNothing()
    {
        ImageFolderSource source = Open();
        FluentActions.Invoking(() => Train(source, UnreadableImages.Skip, report => Break(report, "deleted", [.. Enumerable.Range(0, Images)])))
            .Should().Throw<ViewGenerationException>().WithInnerException<ImageReadException>();
        FluentActions.Invoking(() => Train(source, UnreadableImages.Skip))
            .Should().Throw<ViewGenerationException>().WithMessage("*image 0*");
    }

    [Fact]
    public void Train_ImageBreaksBetweenThePassesOfAStep_StopsInsteadOfTakingAWrongGradient()
    {
        // The second micro-batch of a step goes through the network twice.
        int image = new EpochSampler(Images, 8, seed: 1).Batches(0).First()[4];
        FluentActions.Invoking(() => Train(new ReadableOnce(image), UnreadableImages.Skip, microBatchSize: 4))
            .Should().Throw<ViewGenerationException>().WithMessage("*between the two passes*");
    }

    [Fact]
    public void Train_SourceThrowsSomethingElse_IsNoUnreadableImage()
        => FluentActions.Invoking(() => Train(new ReadableOnce(3) { Failure = () => new InvalidOperationException("a mistake") }, UnreadableImages.Skip))
            .Should().Throw<ViewGenerationException>().WithMessage("*image 3*a mistake*").WithInnerException<InvalidOperationException>();

    [Theory]
    [InlineData(UnreadableImages.Throw)]
    [InlineData(UnreadableImages.Skip)]
    public void Train_SourceReturnsNull_FailsWithItsIndex(UnreadableImages handling)
    {
        ViewGenerationException thrown = FluentActions.Invoking(() => Train(new NullImages(Images, 5), handling))
            .Should().Throw<ViewGenerationException>().WithMessage("*image 5*NullImages.Read(5) returned null*").Which;
        thrown.ImageIndex.Should().Be(5);
        thrown.InnerException.Should().BeOfType<InvalidOperationException>();
    }

    [Fact]
    public void Train_SubsetOfASourceThatReturnsNull_FailsWithBothIndices()
        => FluentActions.Invoking(() => Train(new SubsetSource(new NullImages(20, 19), [.. Enumerable.Range(4, Images)]), UnreadableImages.Skip))
            .Should().Throw<ViewGenerationException>().WithMessage("*image 15*NullImages.Read(19) returned null*");

    [Fact]
    public void Build_SourceReturnsNull_SaysSo()
        => FluentActions.Invoking(() => new SimClrBuilder()
                .UseImages(new NullImages(8, [.. Enumerable.Range(0, 8)]))
                .UseAugmentations(new AddNoise())
                .UseEncoder(ResNetDepth.ResNet10)
                .ConfigureTraining(o => o.BatchSize = 4)
                .Build())
            .Should().Throw<OptionsValidationException>().WithMessage("*image 0*NullImages.Read(0) returned null*");

    [Fact]
    public void Train_TooFewImagesLeft_SaysHowManyAndWhatHelps()
    {
        ImageFolderSource source = Open();
        FluentActions.Invoking(() => Train(source, UnreadableImages.Skip, report => Break(report, "deleted", [.. Enumerable.Range(3, 10)])))
            .Should().Throw<ViewGenerationException>().WithMessage(
                "10 of 16 images cannot be read and were left out, and the 6 that remain do not fill a batch of 8. Choose a BatchSize (or "
                + "MicroBatchSize) of at most 6*.png*")
            .WithInnerException<ImageReadException>();
    }

    [Fact]
    public void Train_TooFewImagesLeftAtOpening_SaysHowManyWereLeftOut()
    {
        foreach (int image in Enumerable.Range(0, 10))
            File.WriteAllText(_folder.At($"images/{image:D2}.png"), "no image");
        ImageFolderSource source = new(_folder.At("images"), new ImageFolderOptions { UnreadableImages = UnreadableImages.Skip });

        const string Expected = "*has 6 images (it left out 10 files at opening; the first: *00.png*), fewer than one batch of 8*";
        FluentActions.Invoking(() => Train(source, UnreadableImages.Skip)).Should().Throw<ArgumentException>().WithMessage(Expected);
        FluentActions.Invoking(() => new SimClrBuilder().UseImages(source).ConfigureTraining(o => o.BatchSize = 8).Build())
            .Should().Throw<OptionsValidationException>().WithMessage(Expected);
    }

    private (TrainingResult Result, float[] Weights) Train(
        IImageSource source, UnreadableImages handling, Action<TrainingProgress>? then = null, int workers = 1, int? microBatchSize = null)
    {
        using SimClrModel model = new Session().Model();
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        TrainingOptions options = new()
        {
            Epochs = 12, BatchSize = 8, Seed = 1, LogEverySteps = 1, PrefetchBatches = 1, UnreadableImages = handling, Workers = workers, MicroBatchSize = microBatchSize,
        };
        ContrastiveTrainer trainer = new(model, loss, optimizer, options) { Logger = _log };
        return (trainer.Train(source, new ViewGenerator(5, new AddNoise()), then is null ? null : new Callback(then)), SmallModel.Weights(model));
    }

    // Not kept in memory, as a small folder would be.
    private ImageFolderSource Open() => new(_folder.At("images"), new ImageFolderOptions { CacheBytes = 0 });

    private void Break(TrainingProgress report, string fault, params int[] images)
    {
        if (report.Step != 3)
            return;
        foreach (int image in images)
        {
            string file = _folder.At($"images/{image:D2}.png");
            if (fault == "deleted")
                File.Delete(file);
            else
                File.WriteAllText(file, "no longer an image");
        }
    }

    private sealed class ReadableOnce(int image) : IImageSource
    {
        private readonly DrawnImages _images = new(Images);
        private int _reads;

        public Func<Exception> Failure { get; init; } = () => new ImageReadException("gone");

        public int Count => _images.Count;

        public IReadOnlyList<string> ClassNames => [];

        public Image Read(int index) => index == image && Interlocked.Increment(ref _reads) > 1 ? throw Failure() : _images.Read(index);

        public int? GetLabel(int index) => null;
    }
}
