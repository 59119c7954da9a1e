using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Data;

/// <summary>TIFF files, written here; those of Pillow are in <see cref="ImageFolderGoldenTests"/>.</summary>
public sealed class TiffTests
{
    private const int Width = 37;
    private const int Height = 23;

    private static readonly ImageDecodingOptions AsStored = new() { Channels = ImageChannels.AsStored };

    [Theory]
    [InlineData(8, 1)]
    [InlineData(8, 3)]
    [InlineData(8, 7)]
    [InlineData(16, 1)]
    [InlineData(16, 3)]
    [InlineData(16, 5)]
    public void Decode_AnyArrangement_GivesTheSamples(int bits, int samples)
    {
        ushort[] expected = Noise(bits, samples);
        foreach (bool bigEndian in new[] { false, true })
            foreach (bool planar in new[] { false, true })
                foreach (bool predicts in new[] { false, true })
                    foreach ((int Width, int Height)? tile in new (int, int)?[] { null, (16, 16), (48, 32) })
                    {
                        TiffFiles file = new(Width, Height, samples, bits)
                        {
                            BigEndian = bigEndian, Planar = planar, Predicts = predicts, Deflate = predicts, Tile = tile, Photometric = samples == 3 ? 2 : 1,
                        };

                        Image image = Image.Decode(file.Write(expected), AsStored);

                        (image.Width, image.Height, image.Channels).Should().Be((Width, Height, samples));
                        Values(image).SequenceEqual(expected).Should().BeTrue("{0}", file);
                    }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Height)]
    [InlineData(ushort.MaxValue)]
    public void Decode_StripsOfAnyHeight_GivesTheSamples(int rows)
    {
        ushort[] expected = Noise(8, 1);

        Values(Image.Decode(new TiffFiles(Width, Height, 1, 8) { RowsPerStrip = Math.Min(rows, Height), Tags = { [278] = [rows] } }.Write(expected), AsStored))
            .Should().Equal(expected);
    }

    [Theory]
    [InlineData(8, 1, 1, new ushort[] { 100 }, new[] { 100, 100, 100 }, 100)]
    [InlineData(16, 1, 1, new ushort[] { 40000 }, new[] { 40000, 40000, 40000 }, 40000)]
    [InlineData(16, 0, 1, new ushort[] { 40000 }, new[] { 25535, 25535, 25535 }, 25535)]
    [InlineData(16, 2, 3, new ushort[] { 65535, 0, 0 }, new[] { 65535, 0, 0 }, 19595)]
    [InlineData(16, 2, 3, new ushort[] { 65535, 65535, 65535 }, new[] { 65535, 65535, 65535 }, 65535)]
    [InlineData(8, 2, 4, new ushort[] { 200, 100, 50, 7 }, new[] { 200, 100, 50 }, 124)]
    public void Decode_ColorOrGray_IsConverted(int bits, int photometric, int samples, ushort[] pixel, int[] rgb, int gray)
    {
        byte[] file = new TiffFiles(1, 1, samples, bits) { Photometric = photometric }.Write(pixel);

        Values(Image.Decode(file)).Should().Equal(rgb.Select(value => (ushort)value));
        Values(Image.Decode(file, new ImageDecodingOptions { Channels = ImageChannels.Gray })).Should().Equal((ushort)gray);
        Image.Decode(file, AsStored).Channels.Should().Be(samples);
    }

    [Theory]
    [InlineData(1, new ushort[] { 40000, 20000, 10000, 32768 }, new ushort[] { 40000, 20000, 10000 })]
    [InlineData(2, new ushort[] { 40000, 20000, 10000, 32768 }, new ushort[] { 20000, 10000, 5000 })]
    [InlineData(2, new ushort[] { 40000, 20000, 10000, 65535 }, new ushort[] { 40000, 20000, 10000 })]
    [InlineData(2, new ushort[] { 40000, 20000, 10000, 0 }, new ushort[] { 0, 0, 0 })]
    public void Decode_Opacity_LiesOverBlack(int extra, ushort[] pixel, ushort[] expected)
    {
        byte[] file = new TiffFiles(1, 1, 4, 16) { Photometric = 2, ExtraSamples = [extra] }.Write(pixel);

        Values(Image.Decode(file)).Should().Equal(expected);
        Values(Image.Decode(file, AsStored)).Should().Equal(expected);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public void Decode_OpacityForWhichThereIsNoSample_IsLeftAside(int photometric, int samples)
    {
        ushort[] pixel = [.. Enumerable.Repeat((ushort)100, samples)];

        Values(Image.Decode(new TiffFiles(1, 1, samples, 8) { Photometric = photometric, ExtraSamples = [2] }.Write(pixel), AsStored)).Should().Equal(pixel);
    }

    [Fact]
    public void Decode_ManyChannels_OnlyAsStored()
    {
        byte[] file = new TiffFiles(Width, Height, 5, 16).Write(Noise(16, 5));

        Failure(file).Should().Contain("5 channels that are neither gray nor RGB; ImageChannels.AsStored reads them");
        Failure(file, new ImageDecodingOptions { Channels = ImageChannels.Gray }).Should().Contain("AsStored");
        Image.Decode(file, AsStored).Channels.Should().Be(5);
    }

    [Fact]
    public void Decode_SixteenBitsToEight_Rounds()
        => Image.Decode(new TiffFiles(6, 1, 1, 16).Write([0, 128, 129, 257, 65406, 65535]), new ImageDecodingOptions { SampleDepth = SampleDepth.UInt8, Channels = ImageChannels.Gray })
            .Bytes.ToArray().Should().Equal(0, 0, 1, 1, 254, 255);

    [Fact]
    public void FolderSource_SixteenBits_CountTwiceInMemory()
    {
        using TemporaryFolder folder = new();
        folder.Write("1.tif", new TiffFiles(Width, Height, 1, 16).Write(Noise(16, 1)));
        ImageFolderOptions options = new() { Decoding = { Channels = ImageChannels.Gray }, CacheBytes = Width * Height * 2 };

        new ImageFolderSource(folder.Path, options).IsCached.Should().BeTrue();
        options.CacheBytes--;
        ImageFolderSource streaming = new(folder.Path, options);
        streaming.IsCached.Should().BeFalse();
        Values(streaming.Read(0)).Should().Equal(Noise(16, 1));
        options.Decoding.SampleDepth = SampleDepth.UInt8;
        new ImageFolderSource(folder.Path, options).IsCached.Should().BeTrue();
    }

    [Fact]
    public void FolderSource_DirectoryBehindManyPixels_OpensWithoutReadingThem()
    {
        using TemporaryFolder folder = new();
        ushort[] pixels = new ushort[2000 * 1000];
        pixels[^1] = 77;
        folder.Write("1.tif", new TiffFiles(2000, 1000, 1, 16) { RowsPerStrip = 100 }.Write(pixels));

        long before = GC.GetTotalAllocatedBytes(precise: true);
        ImageFolderSource source = new(folder.Path, new ImageFolderOptions { CacheBytes = 0, Decoding = { Channels = ImageChannels.Gray } });
        (GC.GetTotalAllocatedBytes(precise: true) - before).Should().BeLessThan(1 << 20);

        source.Read(0).UInt16Samples[^1].Should().Be(77);
    }

    [Theory]
    [InlineData(258, new[] { 1 }, "has 1 bits a sample instead of 8 or 16, which is not read")]
    [InlineData(258, new[] { 32 }, "has 32 bits")]
    [InlineData(259, new[] { 4 }, "the compression of the TIFF is CCITT group 4 (4), which is not read")]
    [InlineData(259, new[] { 6 }, "old JPEG (6)")]
    [InlineData(259, new[] { 999 }, "of an unknown kind (999)")]
    [InlineData(262, new[] { 5 }, "the TIFF is CMYK (photometric interpretation 5), which is not read")]
    [InlineData(262, new[] { 32803 }, "a raw camera image")]
    [InlineData(262, new[] { 6 }, "YCbCr without JPEG")]
    [InlineData(262, new[] { 2 }, "colored with 1 samples")]
    [InlineData(339, new[] { 3 }, "floating-point numbers, which is not read")]
    [InlineData(339, new[] { 2 }, "samples are of format 2")]
    [InlineData(266, new[] { 2 }, "bits in reverse order")]
    [InlineData(254, new[] { 1 }, "preview")]
    [InlineData(50706, new[] { 1, 4, 0, 0 }, "DNG")]
    [InlineData(256, new[] { 0 }, "ImageWidth is 0")]
    [InlineData(277, new[] { 0 }, "0 samples")]
    [InlineData(256, new[] { 60000 }, "block 0 has 111 of 180000 bytes")]
    [InlineData(257, new[] { 60000 }, "block 7 has 74 of 111 bytes")]
    [InlineData(273, new[] { 8, 8 }, "StripOffsets has 2 numbers, but number 2 is needed")]
    [InlineData(277, new[] { 60000 }, "take more memory")]
    [InlineData(273, new[] { 65535, 8 }, "block 0 lies behind the end of the file")]
    public void Decode_KindOrNumbersThatAreNotRead_SaysWhich(int tag, int[] values, string message)
        => Failure(new TiffFiles(Width, Height, 1, 8) { Tags = { [tag] = values } }.Write(Noise(8, 1)), new ImageDecodingOptions { MaximumPixels = 1 << 22, Channels = ImageChannels.AsStored })
            .Should().Contain(message);

    [Fact]
    public void Decode_TooLarge_RefusedBeforeMemoryIsTaken()
    {
        ushort[] samples = Noise(8, 1);
        byte[] huge = new TiffFiles(Width, Height, 1, 8) { Tags = { [256] = [50000], [257] = [50000] } }.Write(samples);
        byte[] hugeTile = new TiffFiles(Width, Height, 1, 8) { Tile = (48, 32), Tags = { [322] = [65520], [323] = [65520] } }.Write(samples);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Failure(huge).Should().Contain("50000 x 50000 pixels are more than the 100000000 allowed");
        Failure(hugeTile).Should().Contain("blocks of 65520 x 65520 take more memory than 100000000 pixels may");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    [Fact]
    public void Decode_EveryShorterFile_IsRefused()
    {
        byte[] file = new TiffFiles(5, 4, 1, 8).Write(Noise(8, 1)[..20]);
        for (int length = 0; length < file.Length - 20; length++) // Of the end only the offsets of strips are needed, and they stand before their lengths.
            Failure(file[..length]).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("II+\0", "BigTIFF")]
    [InlineData("II*\0", "no directory")]
    [InlineData("II*\0\u0008\0\0\0", "no directory")]
    [InlineData("II*\0\u0008\0\0\0\u0002\0", "ends within its directory")]
    [InlineData("MM\0*\0\0\0\u0008\0\0", "ImageWidth is 0")]
    [InlineData("MM\0*\0\0\0\u0008\u0003\u00E9", "its directory has 1001 entries")]
    public void Decode_StartOnly_SaysWhatIsMissing(string content, string message)
        => Failure(System.Text.Encoding.Latin1.GetBytes(content)).Should().Contain(message);

    private static string Failure(byte[] file, ImageDecodingOptions? options = null)
        => FluentActions.Invoking(() => Image.Decode(file, options)).Should().Throw<ImageReadException>().Which.Message;

    private static ushort[] Values(Image image)
        => image.SampleType == SampleType.UInt16 ? image.UInt16Samples.ToArray() : [.. image.Bytes.ToArray().Select(value => (ushort)value)];

    private static ushort[] Noise(int bits, int samples)
    {
        RandomStream random = new(8, 0, samples);
        return [.. Enumerable.Range(0, Width * Height * samples).Select(_ => (ushort)(random.NextUInt32() >> (32 - bits)))];
    }
}
