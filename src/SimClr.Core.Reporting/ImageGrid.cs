using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Reporting.Drawing;
using SkiaSharp;

namespace SimClr.Core.Reporting;

/// <summary>Rows of images with captions and frames: views of images, nearest neighbors, any others.</summary>
/// <example>
/// <code>
/// ImageGrid.OfViews(images, simclr.Views).Save("views.png");
/// new ImageGrid { Title = "What looks like it" }.AddCells(found.Select(path => new ImageCell(Image.Load(path), path))).Save("found.png");
/// </code>
/// </example>
public sealed class ImageGrid : Figure
{
    private const int MostCellSize = 1024;

    private readonly List<ImageCell[]> _rows = [];
    private int _cellSize = 96;

    /// <summary>A line of text below the title; empty, which is the default, leaves it out.</summary>
    public string Subtitle { get; set; } = "";

    /// <summary>Texts above the columns; empty, which is the default, leaves them out.</summary>
    public IReadOnlyList<string> Headings { get; set; } = [];

    /// <summary>Whether the first column stands apart from the others, as of queries and what was found; false by default.</summary>
    public bool IsFirstColumnApart { get; set; }

    /// <summary>Width and height of a cell in points, in [16, 1024]; 96 by default. Images keep their proportions in it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public int CellSize
    {
        get => _cellSize;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 16);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostCellSize);
            _cellSize = value;
        }
    }

    internal IReadOnlyList<ImageCell[]> Rows => _rows;

    /// <summary>What augmentations make of images: each row shows an image and views of it.</summary>
    /// <param name="images">Where the images come from.</param>
    /// <param name="generator">Makes the views, the very ones that training sees in its first epochs; see <see cref="SimClrPipeline.Views"/>.</param>
    /// <param name="indices">The images, one for each row; null takes 10, of every class as many as of any other.</param>
    /// <param name="views">Views of each image, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no views.</exception>
    /// <exception cref="ImageReadException">An image cannot be read.</exception>
    public static ImageGrid OfViews(IImageSource images, ViewGenerator generator, IReadOnlyList<int>? indices = null, int views = 8)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfLessThan(views, 1);
        return ViewRows.Create(images, generator, indices ?? ExampleImages.Choose(images), views);
    }

    /// <summary>What is near what in representation space: each row shows a query and the images nearest to it.</summary>
    /// <param name="queries">The images to search for.</param>
    /// <param name="queryFeatures">Their features, in the same order.</param>
    /// <param name="bank">The images to find. If it is the same object as the queries, no image is its own neighbor.</param>
    /// <param name="bankFeatures">Their features, in the same order.</param>
    /// <param name="indices">The queries, one for each row; null takes 10, of every class as many as of any other.</param>
    /// <param name="count">Neighbors of each query, at least 1; fewer are shown where the bank has fewer.</param>
    /// <remarks>
    /// Captions are cosine similarity and class. A frame is green where query and neighbor are of one class, red where they are not, and there
    /// is none where one has no label.
    /// </remarks>
    /// <exception cref="ArgumentException">There are more features than images, or fewer, or their dimensions differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    /// <exception cref="ImageReadException">An image cannot be read.</exception>
    public static ImageGrid OfNeighbors(
        IImageSource queries,
        FeatureSet queryFeatures,
        IImageSource bank,
        FeatureSet bankFeatures,
        IReadOnlyList<int>? indices = null,
        int count = 8)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(queryFeatures);
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(bankFeatures);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return NeighborRows.Create((queries, queryFeatures), (bank, bankFeatures), indices ?? ExampleImages.Choose(queries), count);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="cells">Its images, from the left. Copied.</param>
    /// <returns>This grid.</returns>
    public ImageGrid AddRow(params IEnumerable<ImageCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        _rows.Add([.. cells]);
        return this;
    }

    /// <summary>Adds as many rows as the images fill.</summary>
    /// <param name="cells">The images, row by row from the left. Copied.</param>
    /// <param name="columns">Images of a row, at least 1.</param>
    /// <returns>This grid.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no columns.</exception>
    public ImageGrid AddCells(IEnumerable<ImageCell> cells, int columns = 8)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        _rows.AddRange(cells.Chunk(columns));
        return this;
    }

    /// <inheritdoc/>
    public override byte[] ToPng()
    {
        GridLayout layout = new(this);
        SKImageInfo size = new((int)(layout.Width * GridLayout.PixelsPerPoint), (int)(layout.Height * GridLayout.PixelsPerPoint));
        using SKSurface surface = SKSurface.Create(size)
            ?? throw new InvalidOperationException($"A picture of {size.Width} x {size.Height} pixels is too large: draw fewer rows.");
        surface.Canvas.Clear(Palette.Paper);
        surface.Canvas.Scale(GridLayout.PixelsPerPoint);
        Draw(surface.Canvas, layout);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private void Draw(SKCanvas canvas, GridLayout layout)
    {
        using GridPen pen = new(canvas, CellSize);
        pen.Write(Title, GridLayout.Margin, layout.TitleBaseline, GridLayout.TitleSize, Palette.Ink);
        pen.Write(Subtitle, GridLayout.Margin, layout.SubtitleBaseline, GridLayout.TextSize, Palette.Quiet);
        for (int column = 0; column < Headings.Count; column++)
            pen.WriteCentered(Headings[column], layout.Left(column), layout.HeadingBaseline, GridLayout.TextSize, Palette.Quiet);
        for (int row = 0; row < _rows.Count; row++)
            for (int column = 0; column < _rows[row].Length; column++)
                pen.Draw(_rows[row][column], layout.Left(column), layout.Top(row));
    }
}
