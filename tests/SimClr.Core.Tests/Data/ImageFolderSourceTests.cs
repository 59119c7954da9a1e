using SimClr.Core.Data;
using SkiaSharp;

namespace SimClr.Core.Tests.Data;

public sealed class ImageFolderSourceTests : IDisposable
{
    private static readonly byte[] Noise = PictureFiles.Noise(5, 3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Constructor_ClassFolders_LabelsInOrdinalOrder()
    {
        foreach (string file in new[] { "dog/b.png", "dog/a.png", "Cat/x/y.PNG", "ant/1.png" })
            _folder.Write(file, PictureFiles.Encode(Noise, 5));
        Directory.CreateDirectory(_folder.At("empty/"));
        _folder.Write("notes.txt", "not an image");

        ImageFolderSource source = new(_folder.Path);

        source.ClassNames.Should().Equal("Cat", "ant", "dog");
        Enumerable.Range(0, source.Count)
            .Select(index => (Path.GetRelativePath(_folder.Path, source.GetPath(index)).Replace('\\', '/'), source.GetLabel(index)))
            .Should().Equal(("Cat/x/y.PNG", 0), ("ant/1.png", 1), ("dog/a.png", 2), ("dog/b.png", 2));
    }

    [Fact]
    public void Constructor_ImagesOnly_Unlabeled()
    {
        _folder.Write("b.png", PictureFiles.Encode(Noise, 5));
        _folder.Write("a.jpeg", PictureFiles.Encode(Noise, 5, SKEncodedImageFormat.Jpeg));
        _folder.Write(".hidden.png", "not an image");

        ImageFolderSource source = new(_folder.Path);

        source.Count.Should().Be(2);
        source.ClassNames.Should().BeEmpty();
        source.GetLabel(1).Should().BeNull();
        source.GetPath(0).Should().EndWith("a.jpeg");
    }

    [Fact]
    public void Constructor_ImagesBesideClassFolders_AmbiguousUntilSaid()
    {
        _folder.Write("loose.png", PictureFiles.Encode(Noise, 5));
        _folder.Write("cat/a.png", PictureFiles.Encode(Noise, 5));

        Failure(new ImageFolderOptions()).Should().Contain("cat").And.Contain("Layout");
        Open(new ImageFolderOptions { Layout = ImageFolderLayout.ClassFolders }).Count.Should().Be(1);
        ImageFolderSource all = Open(new ImageFolderOptions { Layout = ImageFolderLayout.Unlabeled });
        (all.Count, all.ClassNames.Count).Should().Be((2, 0));
    }

    [Fact]
    public void Constructor_GivenClassNames_LabelsFollowThem()
    {
        _folder.Write("dog/a.png", PictureFiles.Encode(Noise, 5));

        Open(new ImageFolderOptions { ClassNames = ["ant", "cat", "dog"] }).GetLabel(0).Should().Be(2);
        Failure(new ImageFolderOptions { ClassNames = ["ant", "cat"] }).Should().Contain("dog");
    }

    [Fact]
    public void Constructor_NoImages_SaysWhatWasFound()
    {
        _folder.Write("readme.txt", "nothing here");

        Failure(new ImageFolderOptions()).Should().EndWith(
            ": looked for images (.jpg, .jpeg, .png, .gif, .bmp, .webp, .tif and the like), but found 0 folders and 1 file (readme.txt).");
        Failure(new ImageFolderOptions { Layout = ImageFolderLayout.ClassFolders }).Should().Contain("looked for class folders with images (");
    }

    [Fact]
    public void Constructor_EmptyText_NamesTheArgument()
        => FluentActions.Invoking(() => new ImageFolderSource("")).Should().Throw<ArgumentException>().WithParameterName("folder");

    [Fact]
    public void Constructor_NoFolder_SaysSo()
        => FluentActions.Invoking(() => new ImageFolderSource(_folder.At("none")))
            .Should().Throw<ImageReadException>().WithMessage("*none*no such folder*");

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void Read_LosslessFormats_ExactPixels(long cacheBytes)
    {
        _folder.Write("a.png", PictureFiles.Encode(Noise, 5));
        _folder.Write("b.bmp", PictureFiles.Bmp(Noise, 5));
        _folder.Write("c.webp", PictureFiles.Encode(Noise, 5, SKEncodedImageFormat.Webp));
        _folder.Write("d.gif", PictureFiles.Gif(Noise, 5));

        ImageFolderSource source = Open(new ImageFolderOptions { CacheBytes = cacheBytes });

        source.IsCached.Should().Be(cacheBytes > 0);
        for (int index = 0; index < source.Count; index++)
        {
            Image image = source.Read(index);
            (image.Width, image.Height, image.Channels, image.Layout).Should().Be((5, 3, 3, PixelLayout.Interleaved));
            image.Bytes.ToArray().Should().Equal(Noise, source.GetPath(index));
        }
    }

    [Fact]
    public void Read_Jpeg_NearTheOriginal()
    {
        byte[] flat = [.. Enumerable.Repeat(new byte[] { 200, 100, 50 }, 64).SelectMany(pixel => pixel)];
        _folder.Write("a.JPG", PictureFiles.Encode(flat, 8, SKEncodedImageFormat.Jpeg));

        byte[] read = Open().Read(0).Bytes.ToArray();

        read.Zip(flat, (one, other) => Math.Abs(one - other)).Max().Should().BeLessThan(4);
    }

    [Fact]
    public void Read_Gray_Luma()
    {
        _folder.Write("a.png", PictureFiles.Encode([255, 0, 0, 0, 255, 0, 0, 0, 255, 77, 77, 77], 4));

        Image image = Open(new ImageFolderOptions { Decoding = { Channels = ImageChannels.Gray } }).Read(0);

        image.Channels.Should().Be(1);
        image.Bytes.ToArray().Should().Equal(76, 150, 29, 77);
    }

    [Fact]
    public void Read_HalfTransparent_OverBlack()
    {
        _folder.Write("a.png", PictureFiles.Encode([200, 100, 50], 1, alpha: 128));

        byte[] read = Open().Read(0).Bytes.ToArray();

        read.Zip(new[] { 100, 50, 25 }, (one, other) => Math.Abs(one - other)).Max().Should().BeLessThanOrEqualTo(1);
    }

    // Two pixels wide, three high, stored as rows AB CD EF; which letters the upright rows show for each orientation of EXIF 2.3.
    [Theory]
    [InlineData(1, "AB CD EF")]
    [InlineData(2, "BA DC FE")]
    [InlineData(3, "FE DC BA")]
    [InlineData(4, "EF CD AB")]
    [InlineData(5, "ACE BDF")]
    [InlineData(6, "ECA FDB")]
    [InlineData(7, "FDB ECA")]
    [InlineData(8, "BDF ACE")]
    public void Read_Oriented_Upright(byte orientation, string expected)
    {
        // Blocks of 16 pixels survive JPEG's subsampling of color.
        const int Block = 16;
        byte[] stored = [.. Enumerable.Range(0, 3 * Block).SelectMany(y => Enumerable.Range(0, 2 * Block).SelectMany(x => Shade(y / Block * 2 + x / Block)))];
        byte[] jpeg = PictureFiles.Encode(stored, 2 * Block, SKEncodedImageFormat.Jpeg);
        _folder.Write("a.jpg", PictureFiles.WithOrientation(jpeg, orientation));

        Image image = Open().Read(0);

        IEnumerable<string> rows = Enumerable.Range(0, image.Height / Block).Select(y => string.Concat(
            Enumerable.Range(0, image.Width / Block).Select(x => LetterAt(image, x * Block + Block / 2, y * Block + Block / 2))));
        string.Join(' ', rows).Should().Be(expected);
    }

    private static byte[] Shade(int letter) => [.. Enumerable.Repeat((byte)(20 + 40 * letter), 3)];

    private static char LetterAt(Image image, int x, int y) => (char)('A' + image.Bytes[(y * image.Width + x) * 3] / 40);

    private ImageFolderSource Open(ImageFolderOptions? options = null) => new(_folder.Path, options);

    private string Failure(ImageFolderOptions options)
        => FluentActions.Invoking(() => Open(options)).Should().Throw<ImageReadException>().Which.Message;
}
