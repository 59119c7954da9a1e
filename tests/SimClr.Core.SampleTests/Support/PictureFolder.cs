using SkiaSharp;

namespace SimClr.Core.SampleTests.Support;

/// <summary>Writes small PNG files: random-looking, but the same each time.</summary>
internal static class PictureFolder
{
    private const int Size = 24;

    public static void Fill(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        for (int number = 0; number < count; number++)
        {
            using SKBitmap bitmap = new(Size, Size, SKColorType.Rgba8888, SKAlphaType.Opaque);
            for (int pixel = 0; pixel < Size * Size; pixel++)
            {
                uint noise = (uint)HashCode(folder.Length, number, pixel);
                bitmap.SetPixel(pixel % Size, pixel / Size, new SKColor((byte)noise, (byte)(noise >> 8), (byte)(noise >> 16)));
            }

            using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(folder, $"{number:000}.png"), data.ToArray());
        }
    }

    private static int HashCode(int a, int b, int c) => unchecked(((a * 31 + b) * 7919 + c) * 1_103_515_245 + 12_345);
}
