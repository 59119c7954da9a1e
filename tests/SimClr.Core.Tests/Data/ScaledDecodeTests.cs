using SimClr.Core.Data;
using SkiaSharp;

namespace SimClr.Core.Tests.Data;

public sealed class ScaledDecodeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simclr").FullName;

    public ScaledDecodeTests()
    {
        Write("photograph.jpg", SKEncodedImageFormat.Jpeg, 640, 480);
        Write("small.jpg", SKEncodedImageFormat.Jpeg, 90, 120);
        Write("whole.png", SKEncodedImageFormat.Png, 640, 480);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null, 640, 480)]
    [InlineData(61, 160, 120)]
    [InlineData(60, 80, 60)]
    [InlineData(121, 240, 180)]
    [InlineData(481, 640, 480)]
    public void Read_LargeJpeg_IsDecodedToTheSmallestSizeThatSuffices(int? minimum, int width, int height)
    {
        foreach (long cache in new[] { 0L, 1 << 24 })
        {
            ImageFolderSource source = new(_folder, new ImageFolderOptions { Decoding = { MinimumDecodeSide = minimum }, CacheBytes = cache });
            source.Read(0).Should().Match<Image>(image => image.Width == width && image.Height == height);
        }
    }

    [Fact]
    public void Read_SmallJpegOrPng_IsDecodedWhole()
    {
        ImageFolderSource source = new(_folder, new ImageFolderOptions { Decoding = { MinimumDecodeSide = 100 } });
        source.Read(1).Width.Should().Be(90);
        source.Read(2).Width.Should().Be(640);
    }

    [Fact]
    public void Read_Scaled_ShowsTheSamePicture()
    {
        Image scaled = new ImageFolderSource(_folder, new ImageFolderOptions { Decoding = { MinimumDecodeSide = 60 } }).Read(0);
        for (int row = 0; row < scaled.Height; row++)
        {
            // The picture is a ramp of red to the right and of green downwards.
            scaled.Bytes[row * scaled.Width * 3 + 1].Should().BeCloseTo((byte)((row + 0.5) / scaled.Height * 255), 6);
            scaled.Bytes[(row * scaled.Width + row) * 3].Should().BeCloseTo((byte)((row + 0.5) / scaled.Width * 255), 6);
        }
    }

    private void Write(string name, SKEncodedImageFormat format, int width, int height)
    {
        using SKBitmap bitmap = new(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(255 * x / width), (byte)(255 * y / height), 128));
        using SKData data = bitmap.Encode(format, 95);
        using FileStream file = File.Create(Path.Combine(_folder, name));
        data.SaveTo(file);
    }
}
