using SimClr.Core.Samples.Pictures;
using SkiaSharp;

namespace SimClr.Core.SampleTests.Pictures;

public sealed class LineChartTests
{
    private static readonly SKColor FirstSeries = SKColor.Parse("#0072B2");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    public void ToPng_AnyNumberOfEpochs_DrawsTheCurve(int epochs)
    {
        LineChart chart = new() { Title = "Loss", YLabel = "loss", Curves = [new ChartCurve("loss", [.. Enumerable.Range(1, epochs).Select(epoch => 1.0 / epoch)])] };

        using SKBitmap bitmap = SKBitmap.Decode(chart.ToPng());

        (bitmap.Width, bitmap.Height).Should().Be((1520, 880));
        bitmap.Pixels.Count(pixel => pixel == FirstSeries).Should().BeGreaterThan(30);
    }

    [Fact]
    public void ToPng_Positions_PutTheValuesThere()
    {
        byte[] even = Draw([1, 2, 3]), uneven = Draw([1, 2, 30]);

        Draw(null).Should().Equal(even, "they are the positions of epochs");
        uneven.Should().NotEqual(even);

        static byte[] Draw(double[]? positions)
            => new LineChart { Title = "Loss", YLabel = "loss", Curves = [new ChartCurve("loss", [3, 1, 2]) { Positions = positions }] }.ToPng();
    }
}
