using System.Buffers.Binary;
using System.IO.Compression;
using SimClr.Core.Data;
using SimClr.Core.Randomness;
using SkiaSharp;

namespace SimClr.Core.Tests.Data;

/// <summary>PNG files of 16 bits a sample, written here with every filter; Pillow's are in <see cref="SixteenBitGoldenTests"/>.</summary>
public sealed class Png16Tests
{
    private static readonly (int Type, int Samples)[] Kinds = [(0, 1), (2, 3), (4, 2), (6, 4)];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(7, 5)]
    [InlineData(19, 13)]
    public void Decode_AnyColorTypeAndInterlacing_GivesTheSamples(int width, int height)
    {
        foreach ((int type, int samples) in Kinds)
            foreach (bool interlaced in new[] { false, true })
            {
                ushort[] stored = Noise(width * height * samples);

                Image image = Image.Decode(Write(stored, width, height, type, interlaced), new ImageDecodingOptions { Channels = ImageChannels.AsStored });

                (image.Width, image.Height, image.Channels, image.SampleType).Should().Be((width, height, samples < 3 ? 1 : 3, SampleType.UInt16));
                image.UInt16Samples.ToArray().Should().Equal(OverBlack(stored, samples), "type {0}, interlaced {1}", type, interlaced);
            }
    }

    [Fact]
    public void Decode_ColorAndGray_AreConverted()
    {
        byte[] color = Write([65535, 0, 0], 1, 1, type: 2);
        byte[] gray = Write([40001], 1, 1, type: 0);

        Image.Decode(color, new ImageDecodingOptions { Channels = ImageChannels.Gray }).UInt16Samples.ToArray().Should().Equal(19595);
        Image.Decode(gray).UInt16Samples.ToArray().Should().Equal(40001, 40001, 40001);
    }

    [Fact]
    public void Decode_ToBytes_KeepsTheHigherByte()
        => Image.Decode(Write([0, 255, 256, 0x7FFF, 0xFFFF], 5, 1, type: 0), new ImageDecodingOptions { SampleDepth = SampleDepth.UInt8, Channels = ImageChannels.Gray })
            .Bytes.ToArray().Should().Equal(0, 0, 1, 0x7F, 0xFF);

    [Fact]
    public void Decode_EightBits_StayBytes()
        => Image.Decode(PictureFiles.Encode(PictureFiles.Noise(3, 2), 3)).SampleType.Should().Be(SampleType.UInt8);

    [Fact]
    public void Decode_TransparentColor_IsBlack()
    {
        byte[] file = PictureFiles.WithChunk(Write([1, 2, 3, 1, 2, 4, 1, 2, 3], 3, 1, type: 2), "tRNS", [0, 1, 0, 2, 0, 3]);

        Image.Decode(file).UInt16Samples.ToArray().Should().Equal(0, 0, 0, 1, 2, 4, 0, 0, 0);
    }

    [Fact]
    public void Decode_Oriented_Upright()
    {
        byte[] file = PictureFiles.WithChunk(Write([1, 2, 3, 4, 5, 6], 3, 2, type: 0), "eXIf", PictureFiles.Exif(6));

        Image image = Image.Decode(file, new ImageDecodingOptions { Channels = ImageChannels.Gray });

        (image.Width, image.Height).Should().Be((2, 3));
        image.UInt16Samples.ToArray().Should().Equal(4, 1, 5, 2, 6, 3);
    }

    [Fact]
    public void Decode_EveryShorterFileOrWrongByte_IsRefused()
    {
        byte[] file = Write(Noise(12), 4, 3, type: 0);
        int pixels = file.AsSpan().IndexOf("IDAT"u8);
        for (int length = 0; length < file.Length - 12; length++)
            FluentActions.Invoking(() => Image.Decode(file.AsSpan(0, length))).Should().Throw<ImageReadException>();
        for (int at = pixels; at < file.Length - 12; at++)
        {
            byte[] wrong = [.. file];
            wrong[at] ^= 4;
            FluentActions.Invoking(() => Image.Decode(wrong)).Should().Throw<ImageReadException>("byte {0}", at);
        }
    }

    [Fact]
    public void Decode_TooManyPixels_RefusedBeforeDecoding()
        => FluentActions.Invoking(() => Image.Decode(PictureFiles.WithDeclaredSize(Write([1], 1, 1, type: 0), SKEncodedImageFormat.Png, 20000, 20000)))
            .Should().Throw<ImageReadException>().WithMessage("*20000 x 20000 pixels are more than*");

    /// <summary>A file of 16-bit samples whose rows take turns with the five filters.</summary>
    internal static byte[] Write(ushort[] samples, int width, int height, int type, bool interlaced = false)
    {
        int perPixel = samples.Length / width / height;
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.Fastest))
        {
            (int Left, int Top, int Right, int Down)[] passes = interlaced
                ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
                : [(0, 0, 1, 1)];
            foreach ((int left, int top, int right, int down) in passes.Where(pass => pass.Left < width))
            {
                byte[]? above = null;
                for (int y = top; y < height; y += down)
                {
                    ushort[] row = [.. Enumerable.Range(0, width).Where(x => x >= left && (x - left) % right == 0).SelectMany(x => samples.Skip((y * width + x) * perPixel).Take(perPixel))];
                    byte[] bytes = [.. row.SelectMany(value => new[] { (byte)(value >> 8), (byte)value })];
                    zip.Write(Filtered(bytes, above ?? new byte[bytes.Length], (y - top) / down % 5, perPixel * 2));
                    above = bytes;
                }
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (16, (byte)type, (byte)(interlaced ? 1 : 0));
        byte[] pixels = packed.ToArray();
        // Two chunks of pixels, as large files have many.
        byte[] empty = PictureFiles.WithChunk([0x89, .. "PNG\r\n\u001A\n"u8, .. new byte[25], .. PictureFiles.HugePng(1, 1)[^12..]], "IHDR", header);
        byte[] file = [.. empty[..8], .. empty[33..58], .. empty[^12..]];
        file = PictureFiles.WithChunk(file, "IDAT", pixels[..(pixels.Length / 2)], behindPixels: true);
        return PictureFiles.WithChunk(file, "IDAT", pixels[(pixels.Length / 2)..], behindPixels: true);
    }

    private static byte[] Filtered(byte[] row, byte[] above, int filter, int step)
    {
        byte Predicted(int at)
        {
            (int left, int corner) = at < step ? (0, 0) : (row[at - step], above[at - step]);
            int estimate = left + above[at] - corner;
            int nearest = new[] { left, above[at], corner }.MinBy(value => Math.Abs(estimate - value));
            return (byte)(filter switch { 0 => 0, 1 => left, 2 => above[at], 3 => (left + above[at]) / 2, _ => nearest });
        }

        return [(byte)filter, .. row.Select((value, at) => (byte)(value - Predicted(at)))];
    }

    private static IEnumerable<ushort> OverBlack(ushort[] stored, int samples) => samples % 2 == 1
        ? stored
        : stored.Chunk(samples).SelectMany(pixel => pixel[..^1].Select(value => (ushort)Math.Round(value * (double)pixel[^1] / ushort.MaxValue)));

    private static ushort[] Noise(int count)
    {
        RandomStream random = new(9, 0, count);
        return [.. Enumerable.Range(0, count).Select(_ => (ushort)random.NextUInt32())];
    }
}
