using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace SimClr.Core.Samples.Pictures;

/// <summary>Curves over the epochs of a run, and levels to compare them with, as a PNG picture.</summary>
public sealed class LineChart
{
    private const int Width = 760;
    private const int Height = 440;
    private const double PixelsPerPoint = 2;
    private const double TickDensity = 0.6;
    private const float Padding = 24;
    private const float LeftSize = 64;

    public required string Title { get; init; }

    public required string YLabel { get; init; }

    public string XLabel { get; init; } = "Epoch";

    /// <summary>Values are fractions, shown as percentages.</summary>
    public bool Percent { get; init; }

    public IReadOnlyList<ChartCurve> Curves { get; init; } = [];

    public IReadOnlyList<ChartLevel> Levels { get; init; } = [];

    public byte[] ToPng()
    {
        using Plot plot = new() { ScaleFactor = PixelsPerPoint };
        int color = 0;
        foreach (ChartCurve curve in Curves)
            Add(plot, curve, Palette.Series(color++));
        foreach (ChartLevel level in Levels)
            Add(plot, level, Palette.Series(color++));
        Style(plot);
        if (Curves.Count + Levels.Count > 1)
            ChartStyle.AddLegend(plot, Edge.Right);
        else
            plot.HideLegend();
        using Image image = plot.GetImage((int)(Width * PixelsPerPoint), (int)(Height * PixelsPerPoint));
        return image.GetImageBytes(ImageFormat.Png, 100);
    }

    private static void Add(Plot plot, ChartCurve curve, Color color)
    {
        double[] positions = [.. curve.Positions ?? Enumerable.Range(1, curve.Values.Count).Select(epoch => (double)epoch)];
        Scatter scatter = plot.Add.Scatter(positions, curve.Values.ToArray(), color);
        scatter.LegendText = curve.Name;
        scatter.LineWidth = 2.5f;
        scatter.MarkerSize = curve.Values.Count > 40 ? 0 : 6;
    }

    private static void Add(Plot plot, ChartLevel level, Color color)
    {
        HorizontalLine line = plot.Add.HorizontalLine(level.Value, 2, color, LinePattern.Dashed);
        line.LegendText = level.Name;
        line.EnableAutoscale = true;
    }

    private void Style(Plot plot)
    {
        ChartStyle.Apply(plot, Title, XLabel, YLabel);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, TickDensity = TickDensity, MinorTickGenerator = new NoMinorTicks() };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { TickDensity = TickDensity, MinorTickGenerator = new NoMinorTicks(), LabelFormatter = Label };
        plot.Axes.Right.MinimumSize = Padding;
        plot.Axes.Left.MinimumSize = LeftSize;
        plot.Axes.Margins(0.03, 0.1);
    }

    private string Label(double value)
        => Percent ? FormattableString.Invariant($"{value * 100:0.#} %") : FormattableString.Invariant($"{value:0.####}");
}
