using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Tests.Augmentation;
using SimClr.Core.Tests.Evaluation;
using SimClr.Core.Tests.Training;

namespace SimClr.Core.Tests.Loading;

public sealed class ImageBlockReaderTests
{
    private static readonly DrawnImages Images = new(23);

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 5)]
    [InlineData(0, 1)]
    [InlineData(2, 100)]
    public void ReadAll_AnyWorkersAndBlockSize_GivesEveryImageInOrder(int workers, int blockSize)
    {
        ImageBlockReader reader = new(Images, preprocessing: null, PixelLayout.Planar, workers);

        (int First, int Count, float[] Pixels)[] blocks
            = [.. reader.ReadAll(blockSize, default).Select(block => (block.First, block.Count, block.Pixels.ToArray()))];

        blocks.Select(block => block.First).Should().Equal(Enumerable.Range(0, blocks.Length).Select(block => block * blockSize));
        blocks.Sum(block => block.Count).Should().Be(23);
        blocks.SelectMany(block => block.Pixels).Should().Equal(
            Enumerable.Range(0, 23).SelectMany(index => Pictures.View(Images.Read(index)).Pixels.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void ReadAll_SeveralImagesCannotBePrepared_NamesTheFirst(int workers)
    {
        PlainImages images = new(new int?[40], index => index is 13 or 14 or 19 or 33 ? 6 : 5);
        ImageBlockReader reader = new(images, preprocessing: null, PixelLayout.Interleaved, workers);

        reader.Invoking(it => it.ReadAll(20, default).Count()).Should().Throw<ArgumentException>().WithMessage("*image 13 has [3, 4, 6]*");
    }

    [Fact]
    public void ReadAll_LeftEarly_LeavesTheSourceAlone()
    {
        DrawnImages images = new(1000);
        ImageBlockReader reader = new(images, preprocessing: null, PixelLayout.Planar, workers: 3);

        reader.ReadAll(10, default).First().First.Should().Be(0);

        int reads = images.Reads;
        reads.Should().BeLessThanOrEqualTo(1 + 2 * 10, "there are two blocks");
        Thread.Sleep(20);
        images.Reads.Should().Be(reads);
    }
}
