using SimClr.Core.Data;
using SkiaSharp;

namespace SimClr.Core.Tests.Data;

/// <summary>No picture vanishes for its ending: it is read, or listed with a reason.</summary>
public sealed class PictureEndingTests : IDisposable
{
    private static readonly byte[] Png = PictureFiles.Encode(PictureFiles.Noise(5, 3), 5);
    private static readonly byte[] Jpeg = PictureFiles.Encode(PictureFiles.Noise(5, 3), 5, SKEncodedImageFormat.Jpeg);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("jfif")]
    [InlineData("jpe")]
    [InlineData("JPE")]
    [InlineData("pjpeg")]
    [InlineData("gif")]
    [InlineData("apng")]
    [InlineData("dib")]
    [InlineData("tif")]
    [InlineData("HEIC")]
    public void Constructor_JpegOfAnyPicturesEnding_IsRead(string ending)
    {
        _folder.Write("a.jpg", Jpeg);
        for (int number = 0; number < 50; number++)
            _folder.Write($"{number}.{ending}", Jpeg);

        ImageFolderSource source = Open();

        source.Count.Should().Be(51);
        source.SkippedFiles.Should().BeEmpty();
        source.Read(0).Width.Should().Be(5);
    }

    [Theory]
    [InlineData("b.dng", "II*\0", "raw camera image")]
    [InlineData("b.CR2", "II*\0", "raw camera image")]
    [InlineData("b.nef", "MM\0*", "raw camera image")]
    [InlineData("b.dib", "II+\0", "BigTIFF")]
    [InlineData("b.heic", "\0\0\0\u0018ftypheic", "HEIC")]
    [InlineData("b.heif", "\0\0\0\u0018ftypmif1", "HEIC")]
    [InlineData("b.avif", "\0\0\0\u0020ftypavif", "AVIF")]
    [InlineData("b.ico", "\0\0\u0001\0\u0001\0", "Windows icon")]
    [InlineData("b.jxl", "\0\0\0\u000CJXL \r\n", "JPEG XL")]
    [InlineData("b.jp2", "\0\0\0\u000CjP  \r\n", "JPEG 2000")]
    [InlineData("b.psd", "8BPS\0\u0001", "Photoshop")]
    [InlineData("b.pgm", "P5 2 2 255 abcd", "not a JPEG, PNG, GIF, BMP, WebP or TIFF")]
    [InlineData("b.tga", "x", "not a JPEG, PNG, GIF, BMP, WebP or TIFF")]
    [InlineData("b.cr2", "", "empty")]
    public void Constructor_PictureOfAFormatThatIsNotRead_IsListedWithTheReason(string name, string content, string reason)
    {
        _folder.Write("a.png", Png);
        _folder.Write(name, content);

        foreach (UnreadableImages handling in Enum.GetValues<UnreadableImages>())
        {
            ImageFolderSource source = Open(new ImageFolderOptions { UnreadableImages = handling });
            source.Count.Should().Be(1);
            SkippedFile skipped = source.SkippedFiles.Should().ContainSingle().Subject;
            skipped.Path.Should().EndWith(name);
            skipped.Reason.Should().Contain(reason);
        }
    }

    [Fact]
    public void Constructor_FilesThatAreNoPictures_AreLeftAsideUnlisted()
    {
        _folder.Write("a.png", Png);
        foreach (string name in new[] { "notes.txt", "labels.csv", "Thumbs.db", "drawing.svg", "film.mp4", "noending" })
            _folder.Write(name, "II*\0");

        Open().SkippedFiles.Should().BeEmpty();
    }

    [Fact]
    public void Constructor_ClassOfGifsOnly_IsAClass()
    {
        _folder.Write("ant/1.gif", PictureFiles.Gif(PictureFiles.Noise(5, 3), 5));
        _folder.Write("cat/1.png", Png);

        ImageFolderSource source = Open();

        source.ClassNames.Should().Equal("ant", "cat");
        source.Read(0).Bytes.ToArray().Should().Equal(PictureFiles.Noise(5, 3));
    }

    [Fact]
    public void Constructor_ClassOfUnreadFormatsOnly_SaysSo()
    {
        _folder.Write("ant/x/1.heic", "\0\0\0\u0018ftypheic");
        _folder.Write("ant/2.heic", "\0\0\0\u0018ftypheic");
        _folder.Write("cat/1.png", Png);
        _folder.Write("cat/2.heic", "\0\0\0\u0018ftypheic");

        FluentActions.Invoking(() => Open()).Should().Throw<ImageReadException>()
            .WithMessage("*ant: none of the 2 images of this class can be read (*Skip leaves them out)*.heic: the file is a HEIC*");

        ImageFolderSource skipping = Open(new ImageFolderOptions { UnreadableImages = UnreadableImages.Skip });
        skipping.ClassNames.Should().Equal("ant", "cat");
        skipping.GetLabel(0).Should().Be(1);
        skipping.SkippedFiles.Select(file => Path.GetRelativePath(_folder.Path, file.Path).Replace('\\', '/'))
            .Should().Equal("ant/2.heic", "ant/x/1.heic", "cat/2.heic");
    }

    [Theory]
    [InlineData(ImageFolderLayout.Automatic)]
    [InlineData(ImageFolderLayout.ClassFolders)]
    [InlineData(ImageFolderLayout.Unlabeled)]
    public void Constructor_NothingButUnreadFormats_SaysSo(ImageFolderLayout layout)
    {
        _folder.Write("ant/1.avif", "\0\0\0\u0020ftypavif");
        _folder.Write("cat/2.heic", "\0\0\0\u0018ftypheic");

        foreach (UnreadableImages handling in Enum.GetValues<UnreadableImages>())
        {
            FluentActions.Invoking(() => Open(new ImageFolderOptions { Layout = layout, UnreadableImages = handling }))
                .Should().Throw<ImageReadException>().WithMessage("*none of 2 images can be read; the first: *");
        }
    }

    [Fact]
    public void Constructor_LooseUnreadPictureBesideClasses_IsListedAndNotAmbiguous()
    {
        _folder.Write("poster.heic", "\0\0\0\u0018ftypheic");
        _folder.Write("cat/1.png", Png);

        ImageFolderSource source = Open();

        source.ClassNames.Should().Equal("cat");
        source.SkippedFiles.Should().ContainSingle(file => file.Path.EndsWith("poster.heic"));
    }

    [Theory]
    [InlineData("train", "test")]
    [InlineData("Training", "testing")]
    [InlineData("train", "val")]
    [InlineData("train", "validation", "test")]
    [InlineData("train", "test", "unlabeled")]
    public void Constructor_PartsOfADataSet_RefusedWithAHint(params string[] folders)
    {
        foreach (string folder in folders)
            _folder.Write($"{folder}/ant/1.png", Png);

        FluentActions.Invoking(() => Open()).Should().Throw<ImageReadException>().WithMessage("*parts of a data set*ImageDataset.Open*ClassFolders*");

        ImageDataset.Open(_folder.Path).Training.ClassNames.Should().Equal("ant");
        Open(new ImageFolderOptions { Layout = ImageFolderLayout.ClassFolders }).ClassNames.Should().HaveCount(folders.Length);
        Open(new ImageFolderOptions { ClassNames = [.. folders] }).ClassNames.Should().Equal(folders);
    }

    [Theory]
    [InlineData("train", "test", "car")]
    [InlineData("train", "trainer")]
    [InlineData("test", "val")]
    public void Constructor_ClassesNamedLikeParts_AreClasses(params string[] folders)
    {
        foreach (string folder in folders)
            _folder.Write($"{folder}/1.png", Png);

        Open().ClassNames.Should().BeEquivalentTo(folders);
    }

    private ImageFolderSource Open(ImageFolderOptions? options = null) => new(_folder.Path, options);
}
