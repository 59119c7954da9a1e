using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training;
using SimClr.Core.Tests.Training.Checkpoints;

namespace SimClr.Core.Tests.Loading;

/// <summary>What a loader refuses, and what it says to a logger.</summary>
public sealed class ViewLoaderArgumentTests
{
    private static readonly ViewGenerator Noise = new(5, new AddNoise());

    [Fact]
    public void Constructor_OptionsOutOfRange_AreAllListed()
        => FluentActions.Invoking(() => new ViewLoader(
                new DrawnImages(3), Noise, new() { Workers = -1, PrefetchBatches = 0, UnreadableImages = (UnreadableImages)7 }))
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(3);

    [Fact]
    public void Arguments_Null_AreRefused()
    {
        FluentActions.Invoking(() => new ViewLoader(null!, Noise)).Should().Throw<ArgumentNullException>().WithParameterName("source");
        FluentActions.Invoking(() => new ViewLoader(new DrawnImages(3), null!))
            .Should().Throw<ArgumentNullException>().WithParameterName("views");
        FluentActions.Invoking(() => new ViewLoader(new DrawnImages(3), Noise).Load(null!))
            .Should().Throw<ArgumentNullException>().WithParameterName("requests");
    }

    [Fact]
    public void Constructor_EmptySource_SaysSo()
    {
        Action act = () => _ = new ViewLoader(new DrawnImages(0), Noise);
        act.Should().Throw<ArgumentException>().WithMessage("*empty*");
    }

    [Fact]
    public void Constructor_FailingAugmentation_NamesImageAndView()
    {
        AugmentationPipeline failing = new AugmentationPipeline().Then("fail", (_, _) => throw new InvalidOperationException("a mistake"));
        FluentActions.Invoking(() => new ViewLoader(new DrawnImages(3), new ViewGenerator(1, [new AddNoise(), failing])))
            .Should().Throw<ViewGenerationException>().WithMessage("Making view 1 of image 0 failed: a mistake");
    }

    [Fact]
    public void Load_MoreViewsThanABatchCanHold_SaysSo()
    {
        ViewLoader loader = new(new DrawnImages(1, side: 100), new ViewGenerator(1, new AddNoise(), views: 1000));
        loader.Invoking(it => it.Load([new BatchRequest(0, [.. Enumerable.Repeat(0, 100)])]).Count())
            .Should().Throw<InvalidOperationException>().WithMessage("1000 views [3, 100, 100] of each of 100 images have 3000000000 values*");
    }

    [Fact]
    public void Load_FilesOfSeveralSizes_NamesBothAndTheEpochFromOne()
    {
        using TemporaryFolder folder = new();
        string[] files = PictureFiles.WriteSquares(folder, 4, 6);
        ImageFolderSource source = new(folder.Path);

        foreach (IImageSource images in new IImageSource[] { source, new SubsetSource(source, [0, 1]), InMemorySource.Load(source) })
        {
            Failure(images).Should().StartWith($"Making view 0 of image 1 ({files[1]}) in epoch 1 failed: its shape is [3, 6, 6], "
                + $"but view 0 of image 0 ({files[0]}) has [3, 4, 4]; ");
        }
    }

    [Fact]
    public void Load_UnreadableFile_IsNamedOnce()
    {
        using TemporaryFolder folder = new();
        string[] files = PictureFiles.WriteSquares(folder, 4, 6);
        ImageFolderSource source = new(folder.Path, new ImageFolderOptions { CacheBytes = 0 });
        File.Delete(files[1]);

        Failure(source).Should().StartWith($"Making the views of image 1 in epoch 1 failed: {files[1]}: ");
    }

    [Fact]
    public void Load_UnreadableImage_IsLoggedOnce()
    {
        Messages log = new();
        ViewLoader loader = new(
            new DrawnImages(9) { FailingIndex = 3 }, Noise, new() { UnreadableImages = UnreadableImages.Skip }, log);

        loader.Load([new BatchRequest(0, [2, 3]), new BatchRequest(1, [3, 4])]).Count().Should().Be(2);

        log.All.Should().ContainSingle(message => message.Level == LogLevel.Warning)
            .Which.Text.Should().Contain("Image 3 is left out").And.Contain("seventeen.png");
    }
    private static string Failure(IImageSource source)
        => new ViewLoader(source, Noise).Invoking(loader => loader.Load([new BatchRequest(0, [0, 1])]).Count())
            .Should().Throw<ViewGenerationException>().Which.Message;
}
