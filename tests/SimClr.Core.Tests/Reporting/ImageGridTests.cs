using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Reporting;
using SkiaSharp;

namespace SimClr.Core.Tests.Reporting;

public sealed class ImageGridTests
{
    private const int Margin = 48;

    // A 2 x 2 image: red, green, blue, white; each pixel becomes a square of 96 pixels on the grid.
    private static readonly Image Picture = new(new byte[] { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255 }, 2, 2, 3);

    private static readonly SKColor Green = SKColor.Parse("#1A9850");
    private static readonly SKColor Red = SKColor.Parse("#D73027");

    [Fact]
    public void ToPng_SmallImage_KeepsItsPixelsSharp()
    {
        using SKBitmap grid = Draw(new ImageGrid().AddRow(new ImageCell(Picture)));

        (grid.Width, grid.Height).Should().Be((2 * Margin + 192, 2 * Margin + 192));
        grid.GetPixel(Margin, Margin).Should().Be(new SKColor(255, 0, 0));
        grid.GetPixel(Margin + 96, Margin + 95).Should().Be(new SKColor(0, 255, 0));
        grid.GetPixel(Margin + 95, Margin + 96).Should().Be(new SKColor(0, 0, 255));
        foreach (SKColor color in new[] { new SKColor(255, 0, 0), new SKColor(0, 255, 0), new SKColor(0, 0, 255) })
            Count(grid, color).Should().Be(96 * 96);
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, false, true)]
    public void ToPng_Frame_HasItsColor(bool? isCorrect, bool green, bool red)
    {
        using SKBitmap grid = Draw(new ImageGrid().AddRow(new ImageCell(Picture, "", isCorrect)));

        (Count(grid, Green) > 1000).Should().Be(green);
        (Count(grid, Red) > 1000).Should().Be(red);
    }

    [Fact]
    public void ToPng_GrayAndWideImages_KeepTheirProportions()
    {
        using SKBitmap grid = Draw(new ImageGrid().AddRow(new ImageCell(new Image(new float[] { 0.5f, 0.5f }, 2, 1, 1))));

        Count(grid, new SKColor(128, 128, 128)).Should().Be(192 * 96);
        grid.GetPixel(Margin + 10, Margin + 10).Should().Be(SKColors.White);
    }

    [Fact]
    public void ToPng_CellSize_IsInPoints()
    {
        using SKBitmap grid = Draw(new ImageGrid { CellSize = 40 }.AddRow(new ImageCell(Picture), new ImageCell(Picture)));

        (grid.Width, grid.Height).Should().Be((2 * (24 + 40 + 10 + 40 + 24), 2 * (24 + 40 + 24)));
        FluentActions.Invoking(() => new ImageGrid { CellSize = 15 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void AddCells_ManyImages_FillsRows()
    {
        using SKBitmap grid = Draw(new ImageGrid().AddCells(Enumerable.Repeat(new ImageCell(Picture), 5), columns: 2));

        (grid.Width, grid.Height).Should().Be((2 * (48 + 2 * 96 + 10), 2 * (48 + 3 * 96 + 2 * 10)));
        Count(grid, new SKColor(255, 0, 0)).Should().Be(5 * 96 * 96);
    }

    [Theory]
    [InlineData("a caption that is far too long for a cell of ninety-six points")]
    [InlineData("WWWWWWWWWWWWWWWWWWWWWWWWWWW")]
    [InlineData("jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj")]
    [InlineData("𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘")]
    [InlineData("汉字汉字汉字汉字汉字汉字汉字汉字")]
    public void ToPng_LongCaption_StaysWithinItsCell(string caption)
    {
        Image black = new(new byte[3], 1, 1, 3);
        using SKBitmap grid = Draw(new ImageGrid().AddRow(new ImageCell(black, caption), new ImageCell(black)));

        int left = Margin + 192, right = Margin + 192 + 20;
        for (int x = left; x < right; x++)
            for (int y = 0; y < grid.Height; y++)
                grid.GetPixel(x, y).Should().Be(SKColors.White, "the gap between the cells is empty at {0}, {1}", x, y);
        // A machine without a font for these letters has nothing to draw.
        if (char.IsAscii(caption[0]))
            Enumerable.Range(Margin, 192).Should().Contain(x => grid.GetPixel(x, grid.Height - Margin - 10) != SKColors.White, "the caption is there");
    }

    [Fact]
    public void ToPng_TitleWiderThanTheImages_HasItsRoom()
    {
        ImageGrid grid = new ImageGrid { Title = "A title of a few words and more than one cell", Subtitle = "text" }.AddRow(new ImageCell(Picture));
        using SKBitmap picture = Draw(grid);

        picture.Width.Should().BeGreaterThan(2 * Margin + 500);
        Enumerable.Range(0, picture.Height).Should().OnlyContain(y => picture.GetPixel(picture.Width - 24, y) == SKColors.White);
    }

    [Fact]
    public void OfViews_Images_ShowsEachWithItsViews()
    {
        ColorSource images = new(30);

        ImageGrid grid = ImageGrid.OfViews(images, new ViewGenerator(1, new AugmentationPipeline()), [0, 1, 2], views: 4);

        grid.Headings.Should().Equal("image", "view 1", "view 2", "view 3", "view 4");
        grid.Rows.Should().HaveCount(3).And.OnlyContain(row => row.Length == 5);
        using SKBitmap picture = Draw(grid);
        // Nothing is augmented: right halves of five cells in the color of the class.
        foreach (byte[] color in ColorSource.Colors)
            Count(picture, new SKColor(color[0], color[1], color[2])).Should().Be(5 * 192 * 96);
        ImageGrid.OfViews(images, new ViewGenerator(1, new AugmentationPipeline())).Rows.Should().HaveCount(10);
    }

    [Fact]
    public void OfNeighbors_OtherImages_FramesByClass()
    {
        ColorSource queries = new(3), bank = new(6);

        ImageGrid grid = ImageGrid.OfNeighbors(queries, Features(3), bank, Features(6), [0, 1], count: 3);

        grid.Headings.Should().Equal("query", "1", "2", "3");
        grid.Rows[0].Select(cell => (cell.Caption, cell.IsCorrect)).Should().Equal(
            ("red <b>", null), ("1.00 red <b>", true), ("1.00 red <b>", true), ("0.00 green & co", false));
        grid.Subtitle.Should().EndWith("Green: the same class; red: another.");
    }

    [Fact]
    public void OfNeighbors_SameImages_LeavesTheQueryOut()
    {
        ColorSource images = new(6, labeled: false);

        ImageGrid grid = ImageGrid.OfNeighbors(images, Features(6), images, Features(6), [4], count: 99);

        grid.Rows.Should().ContainSingle().Which.Should().HaveCount(6, "one query and the five other images");
        grid.Rows[0].Select(cell => cell.Caption).Should().Equal("", "1.00", "0.00", "0.00", "0.00", "0.00");
        grid.Rows[0].Should().OnlyContain(cell => cell.IsCorrect == null);
    }

    [Fact]
    public void OfNeighbors_OtherNumberOfFeatures_IsRefused()
    {
        ColorSource images = new(6);
        FluentActions.Invoking(() => ImageGrid.OfNeighbors(images, Features(6), images, Features(5))).Should().Throw<ArgumentException>().WithMessage("*6 images, found 5*");
    }

    // One direction for each of the three colors.
    private static FeatureSet Features(int count)
    {
        float[] values = new float[3 * count];
        for (int image = 0; image < count; image++)
            values[3 * image + image % 3] = 1;
        return new FeatureSet(values, 3);
    }

    private static SKBitmap Draw(ImageGrid grid) => SKBitmap.Decode(grid.ToPng());

    private static int Count(SKBitmap bitmap, SKColor color) => bitmap.Pixels.Count(pixel => pixel == color);
}
