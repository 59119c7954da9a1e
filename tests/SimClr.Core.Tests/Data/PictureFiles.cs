using System.Buffers.Binary;
using SimClr.Core.Randomness;
using SkiaSharp;

namespace SimClr.Core.Tests.Data;

/// <summary>Image files made for tests.</summary>
internal static class PictureFiles
{
    /// <summary>RGB noise [H, W, 3].</summary>
    public static byte[] Noise(int width, int height, long seed = 1)
    {
        RandomStream random = new(seed);
        byte[] rgb = new byte[width * height * 3];
        for (int at = 0; at < rgb.Length; at++)
            rgb[at] = (byte)random.NextUInt32();
        return rgb;
    }

    /// <summary>A file with the given pixels; exact for PNG and lossless WebP.</summary>
    public static byte[] Encode(byte[] rgb, int width, SKEncodedImageFormat format = SKEncodedImageFormat.Png, byte alpha = 255)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, rgb.Length / 3 / width, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int pixel = 0; pixel < rgb.Length / 3; pixel++)
            bitmap.SetPixel(pixel % width, pixel / width, new SKColor(rgb[pixel * 3], rgb[pixel * 3 + 1], rgb[pixel * 3 + 2], alpha));
        using SKPixmap pixels = bitmap.PeekPixels();
        using SKData? data = format == SKEncodedImageFormat.Webp
            ? pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))
            : pixels.Encode(format, 95);
        return data!.ToArray();
    }

    /// <summary>Writes a PNG file of noise for each side, named by it.</summary>
    /// <returns>The paths, in order.</returns>
    public static string[] WriteSquares(TemporaryFolder folder, params int[] sides)
        => [.. sides.Select(side => folder.Write($"{side}.png", Encode(Noise(side, side), side)))];

    /// <summary>An uncompressed 24-bit BMP, bottom row first.</summary>
    public static byte[] Bmp(byte[] rgb, int width)
    {
        const int Header = 54;
        int height = rgb.Length / 3 / width;
        int stride = (width * 3 + 3) / 4 * 4;
        byte[] file = new byte[Header + stride * height];
        "BM"u8.CopyTo(file);
        foreach ((int at, int value) in new[] { (2, file.Length), (10, Header), (14, 40), (18, width), (22, height), (26, 1 | 24 << 16), (34, stride * height) })
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        for (int pixel = 0; pixel < rgb.Length / 3; pixel++)
        {
            int at = Header + (height - 1 - pixel / width) * stride + pixel % width * 3;
            (file[at], file[at + 1], file[at + 2]) = (rgb[pixel * 3 + 2], rgb[pixel * 3 + 1], rgb[pixel * 3]);
        }

        return file;
    }

    /// <summary>An uncompressed GIF of at most 128 pixels, each with a color of its own.</summary>
    public static byte[] Gif(byte[] rgb, int width)
    {
        const int Bits = 7, Clear = 1 << Bits, End = Clear + 1;
        int pixels = rgb.Length / 3;
        byte[] size = [(byte)width, 0, (byte)(pixels / width), 0];
        // A clear code after each pixel keeps the dictionary empty, so that codes stay bytes.
        byte[] codes = [.. Enumerable.Range(0, pixels).SelectMany(pixel => new[] { (byte)Clear, (byte)pixel }), End];
        IEnumerable<byte> blocks = codes.Chunk(byte.MaxValue).SelectMany(block => block.Prepend((byte)block.Length));
        return
        [
            .. "GIF89a"u8, .. size, 0x80 | (Bits - 1), 0, 0, .. rgb, .. new byte[3 * (1 << Bits) - rgb.Length],
            0x2C, 0, 0, 0, 0, .. size, 0, Bits, .. blocks, 0, 0x3B,
        ];
    }

    /// <summary>A JPEG with an EXIF segment that holds nothing but the orientation.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] segment = [0xFF, 0xE1, 0, 34, .. "Exif"u8, 0, 0, .. Exif(orientation)];
        return [.. jpeg[..2], .. segment, .. jpeg[2..]];
    }

    /// <summary>EXIF data that hold nothing but the orientation.</summary>
    public static byte[] Exif(byte orientation, bool littleEndian = false) => littleEndian
        ? [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
        : [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>A PNG with another chunk, before its pixels or behind them.</summary>
    public static byte[] WithChunk(byte[] png, string name, byte[] data, bool behindPixels = false, uint? length = null)
    {
        const int EndBytes = 12, HeaderEnd = 33;
        int at = behindPixels ? png.Length - EndBytes : HeaderEnd;
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(name), .. data];
        byte[] chunk = [0, 0, 0, 0, .. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, length ?? (uint)data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32(body));
        return [.. png[..at], .. chunk, .. png[at..]];
    }

    /// <summary>A valid PNG header of a huge image without its pixels.</summary>
    public static byte[] HugePng(int width, int height)
        => WithDeclaredSize(Encode(new byte[3], 1), SKEncodedImageFormat.Png, width, height);

    /// <summary>The file with another size in its header, as an image has it that is small on the disk and huge in memory.</summary>
    public static byte[] WithDeclaredSize(byte[] sound, SKEncodedImageFormat format, int width, int height)
    {
        byte[] file = [.. sound];
        switch (format)
        {
            case SKEncodedImageFormat.Png:
                const int Start = 16;
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(Start), width);
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(Start + 4), height);
                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(Start + 13), Crc32(file.AsSpan(Start - 4, 17)));
                break;
            case SKEncodedImageFormat.Jpeg:
                int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
                BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), (ushort)height);
                BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), (ushort)width);
                break;
            case SKEncodedImageFormat.Gif:
                BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), (ushort)width);
                BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)height);
                break;
            case SKEncodedImageFormat.Bmp:
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
                break;
            default:
                // Lossless WebP: after the signature byte, 14 bits each of width - 1 and height - 1.
                int size = file.AsSpan().IndexOf("VP8L"u8) + 9;
                uint flags = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(size)) & 0xF000_0000;
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(size), flags | (uint)(height - 1) << 14 | (uint)(width - 1));
                break;
        }

        return file;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        }

        return ~crc;
    }
}
