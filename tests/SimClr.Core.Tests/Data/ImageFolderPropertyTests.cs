using CsCheck;
using SimClr.Core.Data;
using SkiaSharp;

namespace SimClr.Core.Tests.Data;

public sealed class ImageFolderPropertyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AnyLosslessPicture_PixelsComeBack()
        => Gen.Select(Gen.Int[1, 70], Gen.Int[1, 40], Gen.Long, Gen.Int[0, 2]).Sample(
            (width, height, seed, format) =>
            {
                byte[] rgb = PictureFiles.Noise(width, height, seed);
                byte[] file = format switch
                {
                    0 => PictureFiles.Bmp(rgb, width),
                    1 => PictureFiles.Encode(rgb, width),
                    _ => PictureFiles.Encode(rgb, width, SKEncodedImageFormat.Webp),
                };
                _folder.Write("picture.png", file);
                Image image = new ImageFolderSource(_folder.Path).Read(0);
                return (image.Width, image.Height) == (width, height) && image.Bytes.SequenceEqual(rgb);
            },
            iter: 60,
            threads: 1);

    [Fact]
    public void Read_ManyThreads_SameAsOne()
    {
        const int Files = 24;
        for (int number = 0; number < Files; number++)
            _folder.Write($"{number:00}.jpg", PictureFiles.Encode(PictureFiles.Noise(50 + number, 40, number), 50 + number, SKEncodedImageFormat.Jpeg));
        ImageFolderSource streaming = new(_folder.Path, new ImageFolderOptions { CacheBytes = 0 });
        ImageFolderSource cached = new(_folder.Path);
        byte[][] expected = [.. Enumerable.Range(0, Files).Select(index => streaming.Read(index).Bytes.ToArray())];

        Parallel.For(0, 20 * Files, new ParallelOptions { MaxDegreeOfParallelism = 8 }, turn =>
        {
            int index = turn % Files;
            streaming.Read(index).Bytes.SequenceEqual(expected[index]).Should().BeTrue();
            cached.Read(index).Bytes.SequenceEqual(expected[index]).Should().BeTrue();
        });
    }

    [Fact]
    public void IsCached_BudgetExactlyMet_AllKept()
    {
        _folder.Write("1.png", PictureFiles.Encode(PictureFiles.Noise(4, 4), 4));
        _folder.Write("2.png", PictureFiles.Encode(PictureFiles.Noise(3, 5), 3));
        const int Bytes = (16 + 15) * 3;

        new ImageFolderSource(_folder.Path, new ImageFolderOptions { CacheBytes = Bytes }).IsCached.Should().BeTrue();
        new ImageFolderSource(_folder.Path, new ImageFolderOptions { CacheBytes = Bytes - 1 }).IsCached.Should().BeFalse();
        new ImageFolderSource(_folder.Path, new ImageFolderOptions { CacheBytes = Bytes / 3, Decoding = { Channels = ImageChannels.Gray } }).IsCached
            .Should().BeTrue();
    }

    [Fact]
    public void Read_Cached_FileNoLongerNeeded()
    {
        string file = _folder.Write("1.png", PictureFiles.Encode(PictureFiles.Noise(4, 4), 4));
        ImageFolderSource source = new(_folder.Path);
        File.Delete(file);

        source.Read(0).Bytes.ToArray().Should().Equal(PictureFiles.Noise(4, 4));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Read_IndexOutOfRange_Refused(int index)
    {
        _folder.Write("1.png", PictureFiles.Encode(PictureFiles.Noise(4, 4), 4));
        ImageFolderSource source = new(_folder.Path);

        FluentActions.Invoking(() => source.Read(index)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => source.GetLabel(index)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => source.GetPath(index)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
