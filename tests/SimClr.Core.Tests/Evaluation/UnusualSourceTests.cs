using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Evaluation;

/// <summary>Images that cannot be embedded as they are: the message names them.</summary>
public sealed class UnusualSourceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Extract_SourceReturnsNull_NamesTheImage(int index)
    {
        using SmallEncoder encoder = new();

        new FeatureExtractor(encoder).Invoking(extractor => extractor.Extract(new NullImages(12, index)))
            .Should().Throw<InvalidOperationException>().WithMessage($"NullImages.Read({index}) returned null*");
    }

    [Fact]
    public void Extract_GrayImageAmongColored_SaysSo()
    {
        using SmallEncoder encoder = new();
        InMemorySource images = new([.. Enumerable.Range(0, 8).Select(index => new Image(new byte[64 * (index == 3 ? 1 : 3)], 8, 8, index == 3 ? 1 : 3))]);

        foreach (IAugmentation? preprocessing in new IAugmentation?[] { null, Normalize.ImageNet })
        {
            new FeatureExtractor(encoder, new() { Preprocessing = preprocessing }).Invoking(extractor => extractor.Extract(images))
                .Should().Throw<ArgumentException>().WithMessage("Image 3 has 1 channel, but image 0 has 3*ImageDecodingOptions.Channels*");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Extract_ImageTooLongToResize_IsNamed(int index)
    {
        using SmallEncoder encoder = new(inputChannels: 1);
        InMemorySource images = new([.. Enumerable.Range(0, 4).Select(at => at == index ? new Image(new byte[8_000_000], 1, 8_000_000, 1) : new Image(new byte[64], 8, 8, 1))]);

        new FeatureExtractor(encoder, new() { Preprocessing = new Resize(32, 32) }).Invoking(extractor => extractor.Extract(images))
            .Should().Throw<ArgumentException>().WithMessage($"Image {index} cannot be prepared: Resizing a view [1, 8000000, 1]*");
    }

    [Fact]
    public void Extract_FileThatDoesNotSuitTheOthers_IsNamed()
    {
        using TemporaryFolder folder = new();
        string[] files = PictureFiles.WriteSquares(folder, 4, 6);
        using SmallEncoder encoder = new();
        using SmallEncoder gray = new(inputChannels: 1);
        ImageFolderSource images = new(folder.Path);

        new FeatureExtractor(encoder).Invoking(extractor => extractor.Extract(images)).Should().Throw<ArgumentException>().WithMessage(
            $"All images must have one shape; image 0 ({files[0]}) has [3, 4, 4], image 1 ({files[1]}) has [3, 6, 6] *");
        new FeatureExtractor(gray).Invoking(extractor => extractor.Extract(images)).Should().Throw<ArgumentException>()
            .WithMessage($"The encoder expects 1 channels, but image 0 ({files[0]}) is [3, 4, 4]*");
    }

    [Fact]
    public void Extract_FirstImageTooLargeForABatch_IsNamed()
    {
        using SmallEncoder encoder = new(inputChannels: 1);
        InMemorySource images = new([.. Enumerable.Range(0, 200).Select(_ => new Image(new byte[4000], 1, 4000, 1))]);

        new FeatureExtractor(encoder, new() { BatchSize = 200, Preprocessing = new Resize(64) }).Invoking(extractor => extractor.Extract(images))
            .Should().Throw<ArgumentException>().WithMessage("200 images of the shape [1, 256000, 64]*image 0*");
    }

    [Fact]
    public void Extract_ThinPictureFile_TakesLittleMemory()
    {
        using TemporaryFolder folder = new();
        folder.Write("1.png", PictureFiles.Encode(PictureFiles.Noise(1, 65_000), 1));
        using SmallEncoder encoder = new();
        ImageFolderSource images = new(folder.Path);
        FeatureExtractor extractor = new(encoder, new() { Preprocessing = SimClrAugmentations.Evaluation(96) });
        long before = GC.GetTotalAllocatedBytes(precise: true);

        extractor.Extract(images).Count.Should().Be(1);

        (GC.GetTotalAllocatedBytes(precise: true) - before).Should().BeLessThan(8 << 20);
    }
}
