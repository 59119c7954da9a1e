using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;
using SkiaSharp;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>Pairs of pictures side by side, to be judged by eye.</summary>
internal static class PairSheet
{
    private const int Side = 64;
    private const int PairsOfARow = 12;
    private const int Gap = 6;

    /// <summary>Writes a PNG file, row by row.</summary>
    public static void Draw(FileInfo file, IReadOnlyList<(Image Left, Image Right)> pairs)
    {
        const int width = 2 * Side + 2;
        int rows = Math.Max(1, (pairs.Count + PairsOfARow - 1) / PairsOfARow);
        using SKBitmap sheet = new(PairsOfARow * (width + Gap), rows * (Side + Gap));
        sheet.Erase(SKColors.White);
        foreach ((int number, (Image one, Image other)) in pairs.Index())
        {
            (int left, int top) = (number % PairsOfARow * (width + Gap), number / PairsOfARow * (Side + Gap));
            Put(sheet, one, left, top);
            Put(sheet, other, left + Side + 2, top);
        }

        using FileStream stream = file.Create();
        sheet.Encode(stream, SKEncodedImageFormat.Png, 100);
    }

    private static void Put(SKBitmap sheet, Image image, int left, int top)
    {
        Image small = PlantedCopies.Apply(image, new Resize(Side, Side), new RandomStream(0));
        for (int at = 0; at < Side * Side; at++)
            sheet.SetPixel(left + at % Side, top + at / Side, new SKColor(small.Bytes[3 * at], small.Bytes[3 * at + 1], small.Bytes[3 * at + 2]));
    }
}
