using SimClr.Core.Reporting;
using SimClr.Core.Training;
using SkiaSharp;

namespace SimClr.Core.Tests.Reporting;

public sealed class LineChartTests
{
    private static readonly SKColor FirstSeries = SKColor.Parse("#0072B2");
    private static readonly SKColor SecondSeries = SKColor.Parse("#D55E00");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    public void ToPng_AnyNumberOfEpochs_DrawsTheLine(int epochs)
    {
        using SKBitmap picture = Picture(new LineChart { Title = "Loss" }.AddLine("loss", [.. Enumerable.Range(1, epochs).Select(epoch => 1.0 / epoch)]));

        (picture.Width, picture.Height).Should().Be((1520, 880));
        Count(picture, FirstSeries).Should().BeGreaterThan(30);
    }

    [Fact]
    public void ToPng_Positions_PutTheValuesThere()
    {
        byte[] even = Draw([1, 2, 3]), uneven = Draw([1, 2, 30]);

        new LineChart().AddLine("loss", [3, 1, 2]).ToPng().Should().Equal(even, "they are the positions of epochs");
        uneven.Should().NotEqual(even);

        static byte[] Draw(double[] x) => new LineChart().AddLine("loss", x, [3, 1, 2]).ToPng();
    }

    [Fact]
    public void ToPng_RisingLine_GoesFromBottomLeftToTopRight()
    {
        using SKBitmap picture = Picture(new LineChart().AddLine("loss", [0, 1, 2, 3]));

        (int X, int Y)[] inked = [.. Where(picture, FirstSeries)];
        inked.MinBy(at => at.X).Y.Should().BeGreaterThan(inked.MaxBy(at => at.X).Y + 400);
    }

    [Fact]
    public void ToPng_HorizontalLine_IsDashedAtItsHeight()
    {
        using SKBitmap picture = Picture(new LineChart().AddLine("a", [0, 1]).AddHorizontalLine("b", 0.5));

        int middle = (Where(picture, FirstSeries).Min(at => at.Y) + Where(picture, FirstSeries).Max(at => at.Y)) / 2;
        (int X, int Y)[] dashes = [.. Where(picture, SecondSeries).Where(at => Math.Abs(at.Y - middle) < 8)];
        (dashes.Max(at => at.X) - dashes.Min(at => at.X)).Should().BeGreaterThan(700);
        dashes.Select(at => at.X).Distinct().Count().Should().BeLessThan((dashes.Max(at => at.X) - dashes.Min(at => at.X)) * 9 / 10, "there are gaps");
    }

    [Fact]
    public void AddLine_OneNameTwice_SharesColorAndLegend()
    {
        using SKBitmap one = Picture(new LineChart().AddLine("a", [1, 2]).AddLine("a", [2, 1]));
        using SKBitmap two = Picture(new LineChart().AddLine("a", [1, 2]).AddLine("b", [2, 1]));

        Count(one, SecondSeries).Should().Be(0);
        Count(two, SecondSeries).Should().BeGreaterThan(30);
        Where(one, FirstSeries).Max(at => at.X).Should().BeGreaterThan(Where(two, FirstSeries).Where(at => at.Y > 200).Max(at => at.X), "a legend takes room at the right");
    }

    [Fact]
    public void ToPng_ValuesThatAreNotFinite_AreLeftOut()
        => new LineChart().AddLine("a", [1, double.NaN, 3, double.PositiveInfinity]).ToPng().Should().Equal(new LineChart().AddLine("a", [1, 3], [1, 3]).ToPng());

    [Fact]
    public void ToPng_NothingAdded_IsAnEmptyChart()
    {
        using SKBitmap picture = Picture(new LineChart { Title = "nothing" });
        picture.Width.Should().Be(1520);
        Count(picture, FirstSeries).Should().Be(0);
    }

    [Fact]
    public void Of_Metrics_DrawsThoseThatWereMeasured()
    {
        EpochSummary[] epochs =
        [
            Epoch(1, (MetricNames.Loss, 3), (MetricNames.KnnAccuracy, 0.25)), Epoch(2, (MetricNames.Loss, 2)), Epoch(3, (MetricNames.Loss, double.NaN), (MetricNames.KnnAccuracy, 0.75)),
        ];

        LineChart loss = LineChart.Of(epochs, MetricNames.Loss), both = LineChart.Of(epochs, MetricNames.KnnAccuracy, MetricNames.Top1);

        (loss.Title, loss.YLabel, loss.YIsPercent).Should().Be(("Loss", "loss", false));
        loss.ToPng().Should().Equal(new LineChart { Title = "Loss", YLabel = "loss" }.AddLine("loss", [3, 2]).ToPng());
        both.ToPng().Should().Equal(new LineChart { YIsPercent = true }.AddLine("kNN accuracy", [1, 3], [0.25, 0.75]).ToPng());
    }

    [Fact]
    public void AddLine_PositionsAndValuesDiffer_AreRefused()
        => new LineChart().Invoking(chart => chart.AddLine("loss", [1, 2], [1])).Should().Throw<ArgumentException>().WithMessage("*'loss'*2 positions*1 values*");

    [Fact]
    public void AddHorizontalLine_NotFinite_IsRefused()
        => new LineChart().Invoking(chart => chart.AddHorizontalLine("chance", double.NaN)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*'chance'*NaN*");

    private static EpochSummary Epoch(int number, params (string Name, double Value)[] metrics)
        => new(number, TimeSpan.FromSeconds(1), metrics.ToDictionary(metric => metric.Name, metric => metric.Value));

    private static SKBitmap Picture(Figure figure) => SKBitmap.Decode(figure.ToPng());

    private static int Count(SKBitmap picture, SKColor color) => picture.Pixels.Count(pixel => pixel == color);

    private static IEnumerable<(int X, int Y)> Where(SKBitmap picture, SKColor color)
        => picture.Pixels.Index().Where(pixel => pixel.Item == color).Select(pixel => (pixel.Index % picture.Width, pixel.Index / picture.Width));
}
