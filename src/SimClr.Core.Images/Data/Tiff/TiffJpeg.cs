using SkiaSharp;

namespace SimClr.Core.Data.Tiff;

/// <summary>Strips and tiles that are JPEG files without their tables (TIFF Technical Note 2).</summary>
internal static class TiffJpeg
{
    private const int Stored = 4;
    private const int MarkerBytes = 2;

    /// <returns>Bytes that were decoded: all, or none.</returns>
    public static int Decode(ReadOnlySpan<byte> tables, ReadOnlySpan<byte> stored, TiffLayout layout, int rows, Span<byte> decoded)
    {
        if (!stored.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return 0;
        // Tables are a JPEG file of their own: what is between its start and its end.
        ReadOnlySpan<byte> inner = tables.Length > 2 * MarkerBytes ? tables[MarkerBytes..^MarkerBytes] : default;
        using SKData data = SKData.CreateCopy((byte[])[0xFF, 0xD8, .. Adobe(layout), .. inner, .. stored[MarkerBytes..]]);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width != layout.Block.Width || codec.Info.Height < rows || codec.Info.Height > layout.Block.Height)
            throw new InvalidDataException("the image is damaged: a block is no JPEG of its size.");
        using SKBitmap bitmap = new(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
            throw new InvalidDataException("the image is damaged or incomplete.");
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        for (int pixel = 0; pixel < decoded.Length / layout.Samples; pixel++)
            pixels.Slice(pixel * Stored, layout.Samples).CopyTo(decoded[(pixel * layout.Samples)..]);
        return decoded.Length;
    }

    /// <summary>Adobe's marker says what TIFF says elsewhere: whether three components are RGB or YCbCr.</summary>
    private static byte[] Adobe(TiffLayout layout) => layout.Samples == 1 ? [] :
        [0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)(layout.IsYCbCr ? 1 : 0)];
}
