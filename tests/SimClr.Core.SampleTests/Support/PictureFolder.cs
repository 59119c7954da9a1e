using SkiaSharp;

namespace SimClr.Core.SampleTests.Support;

/// <summary>Writes small PNG files, the same each time.</summary>
internal static class PictureFolder
{
    private const int Size = 24;

    /// <summary>Random-looking ones.</summary>
    public static void Fill(string folder, int count) => Fill(folder, count, (number, pixel) => (uint)HashCode(folder.Length, number, pixel));

    /// <summary>Ones of which all views are equal.</summary>
    public static void FillBlack(string folder, int count) => Fill(folder, count, (_, _) => 0);

    private static void Fill(string folder, int count, Func<int, int, uint> color)
    {
        Directory.CreateDirectory(folder);
        for (int number = 0; number < count; number++)
        {
            using SKBitmap bitmap = new(Size, Size, SKColorType.Rgba8888, SKAlphaType.Opaque);
            for (int pixel = 0; pixel < Size * Size; pixel++)
            {
                uint value = color(number, pixel);
                bitmap.SetPixel(pixel % Size, pixel / Size, new SKColor((byte)value, (byte)(value >> 8), (byte)(value >> 16)));
            }

            using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(folder, $"{number:000}.png"), data.ToArray());
        }
    }

    private static int HashCode(int a, int b, int c) => unchecked(((a * 31 + b) * 7919 + c) * 1_103_515_245 + 12_345);
}
