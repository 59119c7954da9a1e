using SkiaSharp;

namespace SimClr.Tool.Tests.Support;

/// <summary>Small pictures of one color with a pattern that tells each from the others.</summary>
internal static class ColorPicture
{
    private const int Side = 32;

    /// <summary>Writes a PNG file, the same each time.</summary>
    public static void Write(string path, SKColor color, int number)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using SKBitmap bitmap = new(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(color);
        for (int bit = 0; bit < 16; bit++)
            if ((number + 1 >> bit & 1) == 1)
                for (int pixel = 0; pixel < 36; pixel++)
                    bitmap.SetPixel(4 + bit % 4 * 6 + pixel % 6, 4 + bit / 4 * 6 + pixel / 6, SKColors.White);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
    }
}
