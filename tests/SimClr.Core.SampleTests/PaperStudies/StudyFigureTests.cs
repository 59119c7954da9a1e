using SimClr.Core.Samples.PaperStudies.Figures;
using SimClr.Core.Samples.Pictures;
using SimClr.Core.Samples.PaperStudies.Studies;
using SkiaSharp;

namespace SimClr.Core.SampleTests.PaperStudies;

public sealed class StudyFigureTests
{
    [Fact]
    public void HeatMap_EachCell_HasTheColorOfItsValue()
    {
        using SKBitmap picture = SKBitmap.Decode(Map(0.1, 0.9, 0.9, 0.1).ToPng());
        using SKBitmap mirrored = SKBitmap.Decode(Map(0.9, 0.1, 0.1, 0.9).ToPng());

        picture.Width.Should().Be(mirrored.Width);
        int different = Enumerable.Range(0, picture.Height).Count(y => picture.GetPixel(picture.Width / 2 - 40, y) != mirrored.GetPixel(picture.Width / 2 - 40, y));
        different.Should().BeGreaterThan(100, "what was dark is bright");
    }

    [Fact]
    public void BarChart_LongerBar_ForTheGreaterValue()
    {
        byte[] low = Chart(0.2).ToPng(), high = Chart(0.8).ToPng();

        Colored(high).Should().BeGreaterThan(Colored(low));
    }

    private static HeatMap Map(params double[] values) => new()
    {
        Title = "t", XLabel = "x", YLabel = "y", Rows = ["a", "b"], Columns = ["c", "d"], Values = [values[..2], values[2..]],
    };

    // Beside a bar of 1, which sets the scale.
    private static BarChart Chart(double value) => new()
    {
        Title = "t", Groups = ["a", "b"], Series = [("s", [new Spread([value - 0.05, value + 0.05]), new Spread([1])])],
    };

    private static int Colored(byte[] png)
    {
        using SKBitmap picture = SKBitmap.Decode(png);
        return picture.Pixels.Count(pixel => pixel.Blue > pixel.Red + 60);
    }
}
