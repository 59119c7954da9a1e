using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Samples.Pictures;

/// <summary>What the augmentations make of some images: each row shows an image and several of its views.</summary>
public static class ViewSheet
{
    private const int DefaultViews = 8;

    /// <param name="source">Where the images come from.</param>
    /// <param name="generator">Makes the views, the very ones that training sees in its first epochs.</param>
    /// <param name="indices">The images, one for each row.</param>
    /// <param name="views">Views of each image.</param>
    public static ImageSheet Create(IImageSource source, ViewGenerator generator, IEnumerable<int> indices, int views = DefaultViews)
        => new()
    {
        Title = "Views",
        Subtitle = "Each row: an image and views of it. Any two views of one image are a positive pair.",
        Headings = ["image", .. Enumerable.Range(1, views).Select(number => $"view {number}")],
        Rows = [.. indices.Select(index => Row(source, generator, index, views))],
    };

    private static SheetCell[] Row(IImageSource source, ViewGenerator generator, int index, int views)
    {
        Image image = source.Read(index);
        View view = new();
        RandomStream random = new(generator.Seed);
        SheetCell[] cells = new SheetCell[views + 1];
        cells[0] = new SheetCell(image);
        for (int number = 0; number < views; number++)
        {
            (int epoch, int branch) = Math.DivRem(number, generator.Branches.Count);
            generator.Generate(image, index, epoch, branch, view, random);
            cells[number + 1] = new SheetCell(ImageBitmap.ToImage(view));
        }

        return cells;
    }
}
