using SimClr.Core.Reporting;
using SkiaSharp;

namespace SimClr.Core.Tests.Reporting;

public sealed class BarChartTests
{
    private static readonly SKColor First = SKColor.Parse("#0072B2");
    private static readonly SKColor Second = SKColor.Parse("#D55E00");

    [Fact]
    public void ToPng_TwiceTheValue_HasABarOfTwiceTheHeight()
    {
        using SKBitmap picture = SKBitmap.Decode(new BarChart(["a", "b"]).AddBars("s", [0.25, 0.5]).ToPng());

        int[] heights = [.. Enumerable.Range(0, picture.Width).Select(x => Enumerable.Range(0, picture.Height).Count(y => picture.GetPixel(x, y) == First))];
        int low = heights[picture.Width / 3], high = heights[picture.Width * 3 / 4];
        high.Should().BeCloseTo(2 * low, 4);
    }

    [Fact]
    public void ToPng_MoreGroups_IsWider()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(number => $"{number}")];
        using SKBitmap few = SKBitmap.Decode(new BarChart(names[..3]).ToPng()), many = SKBitmap.Decode(new BarChart(names).ToPng());

        (few.Width, few.Height).Should().Be((1120, 800));
        (many.Width, many.Height).Should().Be((2 * (120 + 12 * 92), 800));
    }

    [Fact]
    public void ToPng_TwoSeriesWithRanges_HasBothColorsAndMoreInk()
    {
        BarChart plain = new BarChart(["a"]).AddBars("s", [1]).AddBars("t", [2]);
        BarChart ranged = new BarChart(["a"]).AddBars("s", [1], [(0.5, 1.5)]).AddBars("t", [2]);
        using SKBitmap without = SKBitmap.Decode(plain.ToPng()), with = SKBitmap.Decode(ranged.ToPng());

        with.Pixels.Should().Contain(First).And.Contain(Second);
        Dark(with).Should().BeGreaterThan(Dark(without) + 100, "the range is a line in ink");

        static int Dark(SKBitmap picture) => picture.Pixels.Count(pixel => pixel.Red < 60 && pixel.Blue < 60);
    }

    [Fact]
    public void AddBars_OtherNumberThanGroups_IsRefused()
    {
        BarChart chart = new(["a", "b"]);
        chart.Invoking(it => it.AddBars("s", [1])).Should().Throw<ArgumentException>().WithMessage("*'s'*2 groups*");
        chart.Invoking(it => it.AddBars("s", [1, double.NaN])).Should().Throw<ArgumentException>().WithMessage("*finite*NaN*");
        chart.Invoking(it => it.AddBars("s", [1, 2], [(0, 1)])).Should().Throw<ArgumentException>().WithMessage("*range*2 groups*");
        FluentActions.Invoking(() => new BarChart([])).Should().Throw<ArgumentException>();
    }
}
