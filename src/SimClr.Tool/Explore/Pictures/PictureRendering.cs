using System.Runtime.InteropServices;
using SimClr.Core.Data;
using SkiaSharp;

namespace SimClr.Tool.Explore.Pictures;

/// <summary>Pictures as browsers take them. What leaves is always drawn anew, so nothing but pixels ever does.</summary>
internal static class PictureRendering
{
    /// <summary>Reads any picture file and writes it as WebP.</summary>
    /// <param name="path">The file.</param>
    /// <param name="side">Longest side of the result; smaller pictures stay as they are.</param>
    /// <param name="quality">From 0 to 100.</param>
    /// <exception cref="ImageReadException">The file is damaged, or no picture.</exception>
    public static byte[] ToWebP(string path, int side, int quality)
        => ToWebP(Image.Load(path, new ImageDecodingOptions { MinimumDecodeSide = side, SampleDepth = SampleDepth.UInt8 }), side, quality);

    /// <summary>Writes a picture of bytes, gray or in color, as WebP.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="side">Longest side of the result; smaller pictures stay as they are.</param>
    /// <param name="quality">From 0 to 100.</param>
    public static byte[] ToWebP(Image image, int side, int quality)
    {
        using SKBitmap whole = Bitmap(image);
        double scale = Math.Min(1, (double)side / Math.Max(image.Width, image.Height));
        SKImageInfo size = whole.Info.WithSize(Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
        using SKBitmap small = scale < 1 ? whole.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)) : whole.Copy();
        using SKData data = small.Encode(SKEncodedImageFormat.Webp, quality);
        return data.ToArray();
    }

    private static SKBitmap Bitmap(Image image)
    {
        SKBitmap bitmap = new(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan());
        ReadOnlySpan<byte> samples = image.Bytes;
        for (int pixel = 0; pixel < pixels.Length; pixel++)
        {
            ReadOnlySpan<byte> color = samples.Slice(pixel * image.Channels, image.Channels);
            pixels[pixel] = color[0] | (uint)color[color.Length / 2] << 8 | (uint)color[^1] << 16 | 0xFF000000;
        }

        return bitmap;
    }
}
