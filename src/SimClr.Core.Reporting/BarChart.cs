using ScottPlot;
using ScottPlot.TickGenerators;
using SimClr.Core.Samples.PaperStudies.Studies;
using SimClr.Core.Samples.Pictures;
using Palette = SimClr.Core.Samples.Pictures.Palette;

namespace SimClr.Core.Samples.PaperStudies.Figures;

/// <summary>Groups of bars of fractions, as percentages, with the range over seeds; as a PNG picture.</summary>
internal sealed class BarChart
{
    private const int Height = 400;
    private const int LeastWidth = 560;
    private const int MarginWidth = 120;
    private const int GroupWidth = 92;
    private const double PixelsPerPoint = 2;
    private const double GroupShare = 0.8;
    private const double Headroom = 1.12;

    public required string Title { get; init; }

    /// <summary>Names below the groups.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>One bar in each group; more than one get a legend.</summary>
    public required IReadOnlyList<(string Name, IReadOnlyList<Spread> Values)> Series { get; init; }

    public byte[] ToPng()
    {
        using Plot plot = new() { ScaleFactor = PixelsPerPoint };
        for (int series = 0; series < Series.Count; series++)
            Add(plot, series);
        ChartStyle.Apply(plot, Title, "", "%");
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. Enumerable.Range(0, Groups.Count).Select(group => (double)group)], [.. Groups.Select(Wrapped)]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.SetLimits(-0.5, Groups.Count - 0.5, 0, 100 * Headroom * Series.SelectMany(series => series.Values).Max(value => value.Highest));
        if (Series.Count > 1)
            ChartStyle.AddLegend(plot);
        else
            plot.HideLegend();
        int width = Math.Max(LeastWidth, MarginWidth + GroupWidth * Groups.Count);
        using Image image = plot.GetImage((int)(width * PixelsPerPoint), (int)(Height * PixelsPerPoint));
        return image.GetImageBytes(ImageFormat.Png, 100);
    }

    private void Add(Plot plot, int series)
    {
        double width = GroupShare / Series.Count;
        Bar[] bars =
        [
            .. Series[series].Values.Select((value, group) => new Bar
            {
                Position = group + (series - (Series.Count - 1) / 2.0) * width,
                Value = 100 * value.Mean,
                Error = 50 * (value.Highest - value.Lowest),
                Size = 0.92 * width,
                FillColor = Palette.Series(series),
                // Of the range over seeds, too.
                LineWidth = 1,
                LineColor = ChartStyle.Ink,
            }),
        ];
        plot.Add.Bars(bars).LegendText = Series[series].Name;
    }

    private static string Wrapped(string name) => name.Replace(", ", ",\n", StringComparison.Ordinal);
}
