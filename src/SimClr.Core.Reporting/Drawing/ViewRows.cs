using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Reporting.Drawing;

/// <summary>What the augmentations make of some images: each row shows an image and several of its views.</summary>
internal static class ViewRows
{
    public static ImageGrid Create(IImageSource images, ViewGenerator generator, IReadOnlyList<int> indices, int views)
    {
        ImageGrid grid = new()
        {
            Title = "Views",
            Subtitle = "Each row: an image and views of it. Any two views of one image are a positive pair.",
            Headings = ["image", .. Enumerable.Range(1, views).Select(number => $"view {number}")],
            IsFirstColumnApart = true,
        };
        foreach (int index in indices)
            grid.AddRow(Row(images, generator, index, views));
        return grid;
    }

    private static ImageCell[] Row(IImageSource images, ViewGenerator generator, int index, int views)
    {
        Image image = images.Read(index);
        View view = new();
        RandomStream random = new(generator.Seed);
        ImageCell[] cells = new ImageCell[views + 1];
        cells[0] = new ImageCell(image);
        for (int number = 0; number < views; number++)
        {
            (int epoch, int branch) = Math.DivRem(number, generator.Branches.Count);
            generator.Generate(image, index, epoch, branch, view, random);
            cells[number + 1] = new ImageCell(ImageBitmap.ToImage(view));
        }

        return cells;
    }
}
