using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;
using SkiaSharp;

namespace SimClr.Core.Samples.AugmentationGallery;

/// <summary>A row of tiles: the source, then views of it.</summary>
internal static class ViewSheet
{
    private const int Tile = 112;
    private const int Gap = 4;
    private const int Seed = 8;

    /// <summary>Writes the row as PNG.</summary>
    public static void Write(string path, GalleryEntry entry, Image picture)
    {
        using SKBitmap sheet = new(new SKImageInfo((entry.Views + 1) * (Tile + Gap) - Gap, Tile, SKColorType.Rgba8888, SKAlphaType.Opaque));
        sheet.Erase(SKColors.White);
        View view = new();
        RandomStream random = new(Seed);
        view.Reset(picture);
        new AugmentationPipeline().Resize(Tile).CenterCrop(Tile).Apply(view, random);
        Paste(view, sheet, 0);
        IReadOnlyList<AugmentationPipeline> branches = entry.Branches;
        ViewGenerator generator = new(Seed, Enumerable.Range(0, entry.Views).Select(number => branches[number % branches.Count]));
        for (int number = 0; number < entry.Views; number++)
        {
            generator.Generate(picture, 0, 0, number, view, random);
            Paste(view, sheet, (number + 1) * (Tile + Gap));
        }

        using FileStream file = File.Create(path);
        sheet.Encode(file, SKEncodedImageFormat.Png, 100);
    }

    private static void Paste(View view, SKBitmap sheet, int left)
    {
        ViewShape shape = view.Shape;
        (int offsetX, int offsetY) = (left + (Tile - shape.Width) / 2, (Tile - shape.Height) / 2);
        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0; x < shape.Width; x++)
                sheet.SetPixel(offsetX + x, offsetY + y, new SKColor(Level(view, 0, y, x), Level(view, 1, y, x), Level(view, 2, y, x)));
        }
    }

    private static byte Level(View view, int channel, int y, int x)
        => (byte)Math.Clamp(view.Plane(channel)[y * view.Shape.Width + x] * byte.MaxValue + 0.5f, 0, byte.MaxValue);
}
