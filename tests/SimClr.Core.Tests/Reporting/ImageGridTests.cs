using SimClr.Core.Data;
using SimClr.Core.Samples.Pictures;
using SkiaSharp;

namespace SimClr.Core.SampleTests.Pictures;

public sealed class ImageSheetTests
{
    // A 2 x 2 image: red, green, blue, white; each pixel becomes a square of 96 pixels on the sheet.
    private static readonly Image Picture = new(new byte[] { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255 }, 2, 2, 3);

    [Fact]
    public void ToPng_SmallImage_KeepsItsPixelsSharp()
    {
        using SKBitmap sheet = Draw(new SheetCell(Picture));

        int red = Count(sheet, new SKColor(255, 0, 0));
        red.Should().Be(96 * 96);
        Count(sheet, new SKColor(0, 255, 0)).Should().Be(red);
        Count(sheet, new SKColor(0, 0, 255)).Should().Be(red);
    }

    [Theory]
    [InlineData(CellFrame.None, false, false)]
    [InlineData(CellFrame.Agrees, true, false)]
    [InlineData(CellFrame.Differs, false, true)]
    public void ToPng_Frame_HasItsColor(CellFrame frame, bool green, bool red)
    {
        using SKBitmap sheet = Draw(new SheetCell(Picture, "", frame));

        (Count(sheet, SKColor.Parse("#1A9850")) > 1000).Should().Be(green);
        (Count(sheet, SKColor.Parse("#D73027")) > 1000).Should().Be(red);
    }

    [Fact]
    public void ToPng_GrayAndWideImages_AreDrawn()
    {
        Image gray = new(new float[] { 0.5f, 0.5f }, 2, 1, 1);
        using SKBitmap sheet = Draw(new SheetCell(gray));

        Count(sheet, new SKColor(128, 128, 128)).Should().Be(192 * 96);
    }

    [Fact]
    public void ToPng_MoreRows_GrowsByTheRow()
    {
        ImageSheet one = Sheet(new SheetCell(Picture));
        ImageSheet two = new() { Title = one.Title, Headings = one.Headings, Rows = [one.Rows[0], one.Rows[0]] };
        using SKBitmap small = SKBitmap.Decode(one.ToPng());
        using SKBitmap large = SKBitmap.Decode(two.ToPng());

        large.Width.Should().Be(small.Width);
        (large.Height - small.Height).Should().Be(2 * (96 + 10));
    }

    private static ImageSheet Sheet(SheetCell cell) => new() { Title = "", Headings = [""], Rows = [[cell]] };

    private static SKBitmap Draw(SheetCell cell) => SKBitmap.Decode(Sheet(cell).ToPng());

    private static int Count(SKBitmap bitmap, SKColor color) => bitmap.Pixels.Count(pixel => pixel == color);
}
