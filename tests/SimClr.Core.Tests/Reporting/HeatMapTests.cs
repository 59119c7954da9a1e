using SimClr.Core.Evaluation;
using SimClr.Core.Reporting;
using SkiaSharp;

namespace SimClr.Core.Tests.Reporting;

public sealed class HeatMapTests
{
    // The ends of viridis (Smith and van der Walt, 2015), as ScottPlot rounds them.
    private static readonly SKColor Lowest = SKColor.Parse("#440154");
    private static readonly SKColor Highest = SKColor.Parse("#FDE724");

    [Fact]
    public void ToPng_TwoByTwo_HasEachValueInItsPlace()
    {
        using SKBitmap picture = SKBitmap.Decode(new HeatMap(["a", "b"], ["c", "d"], [[0, 1], [1, 0]]).ToPng());

        (int Left, int Top, int Right, int Bottom) low = Box(picture, Lowest), high = Box(picture, Highest);
        low.Should().Be(high, "both lie on a diagonal of the whole square");
        int x = low.Left + 20, y = low.Top + 20, right = low.Right - 20, bottom = low.Bottom - 20;
        new[] { picture.GetPixel(x, y), picture.GetPixel(right, y), picture.GetPixel(x, bottom), picture.GetPixel(right, bottom) }
            .Should().Equal([Lowest, Highest, Highest, Lowest], "rows go from the top");
    }

    [Fact]
    public void ToPng_ManyColumns_HasNoNumbers()
    {
        using SKBitmap few = SKBitmap.Decode(Square(16).ToPng()), many = SKBitmap.Decode(Square(17).ToPng());

        White(few).Should().BeGreaterThan(0);
        White(many).Should().Be(0);

        // Numbers are white on the dark cells above the diagonal.
        static int White(SKBitmap picture)
        {
            (int left, int top, int right, int bottom) = Box(picture, Lowest);
            int inside = 0;
            for (int y = top + 8; y < bottom - 8; y++)
                for (int x = left + 8; x < right - 8; x++)
                    inside += picture.GetPixel(x, y) == SKColors.White ? 1 : 0;
            return inside;
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0.5)]
    public void ToPng_OneValueOnly_IsDrawn(double value)
        => SKBitmap.Decode(new HeatMap(["a"], ["b"], [[value]]).ToPng()).Width.Should().BeGreaterThan(100);

    [Fact]
    public void ToPng_LongNames_GetTheirRoom()
    {
        string name = new('n', 60);
        using SKBitmap brief = SKBitmap.Decode(new HeatMap(["a", "b"], ["c", "d"], [[0, 1], [1, 0]]).ToPng());
        using SKBitmap rows = SKBitmap.Decode(new HeatMap([name, "b"], ["c", "d"], [[0, 1], [1, 0]]).ToPng());
        using SKBitmap columns = SKBitmap.Decode(new HeatMap(["a", "b"], [name, "d"], [[0, 1], [1, 0]]).ToPng());

        rows.Width.Should().BeGreaterThan(brief.Width + 600);
        columns.Height.Should().BeGreaterThan(brief.Height + 600, "it stands upright");
        foreach (SKBitmap picture in new[] { rows, columns })
            new[] { Box(picture, Lowest), Box(picture, Highest) }.Should().AllSatisfy(box => (box.Right - box.Left).Should().BeGreaterThan(200));
        Edge(rows).Concat(Edge(columns)).Should().OnlyContain(pixel => pixel == SKColors.White, "no name is cut off");

        static IEnumerable<SKColor> Edge(SKBitmap picture)
            => Enumerable.Range(0, picture.Height).Select(y => picture.GetPixel(1, y)).Concat(Enumerable.Range(0, picture.Width).Select(x => picture.GetPixel(x, picture.Height - 2)));
    }

    [Fact]
    public void OfConfusion_Report_IsSharesOfEachClass()
    {
        ClassificationReport report = new([0, 0, 0, 0, 1], [0, 0, 0, 1, 1], 3);

        HeatMap map = HeatMap.OfConfusion(report, ["cat", "dog"]);

        HeatMap expected = new(["cat", "dog", "2"], ["cat", "dog", "2"], [[0.75, 0.25, 0], [0, 1, 0], [double.NaN, double.NaN, double.NaN]])
        {
            Title = map.Title, XLabel = "predicted class", YLabel = "true class", IsPercent = true,
        };
        map.ToPng().Should().Equal(expected.ToPng());
    }

    [Fact]
    public void Constructor_ValuesDoNotFit_NamesTheRow()
    {
        FluentActions.Invoking(() => new HeatMap(["a", "b"], ["c"], [[1], [1, 2]])).Should().Throw<ArgumentException>().WithMessage("*1 values in row 1, found 2*");
        FluentActions.Invoking(() => new HeatMap(["a", "b"], ["c"], [[1]])).Should().Throw<ArgumentException>().WithMessage("*2 names of rows*1 rows of values*");
    }

    private static HeatMap Square(int side)
    {
        string[] names = [.. Enumerable.Range(0, side).Select(number => $"{number}")];
        return new HeatMap(names, names, [.. Enumerable.Range(0, side).Select(row => Enumerable.Range(0, side).Select(column => column < row ? 1.0 : 0).ToArray())]);
    }

    private static (int Left, int Top, int Right, int Bottom) Box(SKBitmap picture, SKColor color)
    {
        (int X, int Y)[] at = [.. picture.Pixels.Index().Where(pixel => pixel.Item == color).Select(pixel => (pixel.Index % picture.Width, pixel.Index / picture.Width))];
        return (at.Min(p => p.X), at.Min(p => p.Y), at.Max(p => p.X), at.Max(p => p.Y));
    }
}
