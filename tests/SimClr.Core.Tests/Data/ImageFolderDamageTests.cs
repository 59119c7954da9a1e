using SimClr.Core.Data;
using SkiaSharp;

namespace SimClr.Core.Tests.Data;

/// <summary>Files that are not what they should be.</summary>
public sealed class ImageFolderDamageTests : IDisposable
{
    private static readonly byte[] Sound = PictureFiles.Encode(PictureFiles.Noise(40, 40), 40);

    private static readonly byte[] SoundJpeg = PictureFiles.Encode(PictureFiles.Noise(40, 40), 40, SKEncodedImageFormat.Jpeg);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Constructor_UndecodableFiles_NamedWithReasons()
    {
        _folder.Write("a.png", Sound);
        _folder.Write("b.png", "no image");
        _folder.Write("c.jpg", []);

        Failure().Should().StartWith("2 of 3 images cannot be read (ImageFolderOptions.UnreadableImages = Skip leaves them out):")
            .And.NotContain("more").And.Contain("b.png: the file is not a JPEG").And.Contain("c.jpg: the file is empty");
    }

    [Fact]
    public void Constructor_ManyUndecodableFiles_NamesFirstAndCountsRest()
    {
        for (int number = 10; number < 30; number++)
            _folder.Write($"{number}.png", "no image");

        Failure().Should().Contain("10.png").And.Contain("14.png").And.NotContain("15.png").And.Contain("and 15 more");
    }

    [Fact]
    public void Constructor_FiveUndecodableFiles_AreAllNamed()
    {
        for (int number = 1; number < 6; number++)
            _folder.Write($"{number}.png", "no image");

        Failure().Should().Contain("1.png").And.EndWith("image.").And.Contain("5.png").And.NotContain("more");
    }

    [Fact]
    public void Constructor_Skip_LeftOutAndListed()
    {
        _folder.Write("x/1.png", "no image");
        _folder.Write("y/2.png", Sound);
        _folder.Write("y/3.png", Sound[..30]);
        _folder.Write("z/4.png", Sound);

        ImageFolderSource source = Open(Skip());

        source.SkippedFiles.Select(skipped => Path.GetFileName(skipped.Path)).Should().Equal("1.png", "3.png");
        source.SkippedFiles.Should().OnlyContain(skipped => skipped.Reason.Length > 10);
        source.ClassNames.Should().Equal("x", "y", "z");
        Enumerable.Range(0, source.Count).Select(source.GetLabel).Should().Equal(1, 2);
        source.Read(1).Bytes.ToArray().Should().Equal(PictureFiles.Noise(40, 40));
    }

    [Fact]
    public void Constructor_SkipLeavesNone_Refused()
    {
        _folder.Write("1.png", "no image");

        Failure(Skip()).Should().Contain("none of 1 images").And.Contain("1.png");
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    public void Constructor_BodyCutOff_FoundWhereDecodedAtOpening(string extension)
    {
        byte[] sound = extension == "png" ? Sound : SoundJpeg;
        _folder.Write("1." + extension, sound[..(sound.Length * 2 / 3)]);
        _folder.Write("2." + extension, sound);

        Open(Skip()).SkippedFiles.Should().ContainSingle("images that fit into memory are decoded at opening");
        Open(Skip(options => (options.CacheBytes, options.VerifyPixels) = (0, true))).SkippedFiles.Should().ContainSingle();
        ImageFolderSource streaming = Open(Skip(options => options.CacheBytes = 0));
        streaming.Count.Should().Be(2);
        FluentActions.Invoking(() => streaming.Read(0))
            .Should().Throw<ImageReadException>().WithMessage($"*1.{extension}: the image is damaged or incomplete*");
    }

    [Fact]
    public void Read_FileGoneOrReplaced_NamesIt()
    {
        string file = _folder.Write("1.png", Sound);
        ImageFolderSource source = Open(new ImageFolderOptions { CacheBytes = 0 });

        File.WriteAllText(file, "no image");
        FluentActions.Invoking(() => source.Read(0)).Should().Throw<ImageReadException>().WithMessage("*1.png*");
        File.Delete(file);
        FluentActions.Invoking(() => source.Read(0)).Should().Throw<ImageReadException>().WithMessage("*1.png*");
    }

    [Fact]
    public void Constructor_TooManyPixels_RefusedBeforeDecoding()
    {
        _folder.Write("1.png", PictureFiles.HugePng(30_000, 30_000));

        long before = GC.GetTotalAllocatedBytes(precise: true);
        Failure().Should().Contain("30000 x 30000 pixels are more than the 100000000 allowed");
        (GC.GetTotalAllocatedBytes(precise: true) - before).Should().BeLessThan(10 << 20);
    }

    [Theory]
    [InlineData(1600, true)]
    [InlineData(1599, false)]
    public void Constructor_MaximumPixels_Inclusive(int maximum, bool accepted)
    {
        _folder.Write("1.png", Sound);
        _folder.Write("2.png", PictureFiles.Encode(PictureFiles.Noise(2, 2), 2));

        Open(Skip(options => options.Decoding.MaximumPixels = maximum)).Count.Should().Be(accepted ? 2 : 1);
    }

    [Fact]
    public void Read_GrownPastTheLimitSinceOpening_Refused()
    {
        string file = _folder.Write("1.png", PictureFiles.Encode(PictureFiles.Noise(2, 2), 2));
        ImageFolderSource source = Open(new ImageFolderOptions { CacheBytes = 0, Decoding = { MaximumPixels = 10 } });
        File.WriteAllBytes(file, Sound);

        FluentActions.Invoking(() => source.Read(0)).Should().Throw<ImageReadException>().WithMessage("*40 x 40*10 allowed*");
    }

    [Fact]
    public void Constructor_TooManyBytes_Refused()
    {
        _folder.Write("1.png", Sound);

        Failure(new ImageFolderOptions { Decoding = { MaximumFileBytes = Sound.Length - 1 } }).Should().Contain($"{Sound.Length} bytes");
        Open(new ImageFolderOptions { Decoding = { MaximumFileBytes = Sound.Length } }).Count.Should().Be(1);
    }

    [Fact]
    public void Constructor_HeaderBehindManyBytes_Read()
    {
        // Comment segments push the frame header beyond what is read at first.
        byte[] comment = [0xFF, 0xFE, 0xFF, 0xFF, .. new byte[0xFFFD]];
        _folder.Write("1.jpg", [.. SoundJpeg[..2], .. comment, .. comment, .. SoundJpeg[2..]]);

        Open().Read(0).Width.Should().Be(40);
    }

    [Fact]
    public void Constructor_OtherFormatBehindKnownEnding_Refused()
    {
        // An icon: its decoder is in Skia, but nothing but the documented formats may reach a decoder.
        _folder.Write("1.png", [0, 0, 1, 0, 1, 0, 40, 40, 0, 0, 1, 0, 32, 0, .. BitConverter.GetBytes(Sound.Length), 22, 0, 0, 0, .. Sound]);

        Failure().Should().Contain("1.png: the file is a Windows icon image, which is not read; convert it to JPEG, PNG, GIF, BMP, WebP or TIFF.");
    }

    [Theory]
    [InlineData("RIFF")]
    [InlineData("RIFF1234")]
    [InlineData("RIFF1234WAVE")]
    [InlineData("RIFX1234WEBP")]
    [InlineData("12345678WEBP")]
    [InlineData("1")]
    public void Constructor_NearlyAWebp_Refused(string content)
    {
        _folder.Write("1.webp", content);

        Failure().Should().Contain("1.webp: the file is not a JPEG, PNG, GIF, BMP, WebP or TIFF image");
    }

    [Fact]
    public void Constructor_EndingOfAnotherFormat_ContentDecides()
    {
        _folder.Write("1.jpg", Sound);

        Open().Read(0).Bytes.ToArray().Should().Equal(PictureFiles.Noise(40, 40));
    }

    [Fact]
    public void Read_SoundOrDamaged_FilesAreClosed()
    {
        string[] files = [_folder.Write("1.png", Sound), _folder.Write("2.png", Sound[..^200])];
        ImageFolderSource source = Open(new ImageFolderOptions { CacheBytes = 0 });
        source.Read(0);
        FluentActions.Invoking(() => source.Read(1)).Should().Throw<ImageReadException>();

        foreach (string file in files)
            File.Open(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_AllListed()
    {
        _folder.Write("1.png", Sound);
        ImageFolderOptions options = new()
        {
            Layout = (ImageFolderLayout)7,
            UnreadableImages = (UnreadableImages)7,
            Decoding = { Channels = (ImageChannels)7, MaximumPixels = 0, MaximumFileBytes = 0 },
            CacheBytes = -1,
        };

        FluentActions.Invoking(() => Open(options)).Should().Throw<Microsoft.Extensions.Options.OptionsValidationException>()
            .Which.Failures.Should().HaveCount(6);
    }

    private static ImageFolderOptions Skip(Action<ImageFolderOptions>? configure = null)
    {
        ImageFolderOptions options = new() { UnreadableImages = UnreadableImages.Skip };
        configure?.Invoke(options);
        return options;
    }

    private ImageFolderSource Open(ImageFolderOptions? options = null) => new(_folder.Path, options);

    private string Failure(ImageFolderOptions? options = null)
        => FluentActions.Invoking(() => Open(options)).Should().Throw<ImageReadException>().Which.Message;
}
