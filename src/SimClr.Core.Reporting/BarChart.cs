using ScottPlot;
using ScottPlot.TickGenerators;
using SimClr.Core.Reporting.Drawing;
using Palette = SimClr.Core.Reporting.Drawing.Palette;

namespace SimClr.Core.Reporting;

/// <summary>Groups of bars, side by side, each with the range that it was measured in where that is known; 400 points high, as wide as needed.</summary>
public sealed class BarChart : Figure
{
    private const int Height = 400;
    private const int LeastWidth = 560;
    private const int MarginWidth = 120;
    private const int GroupWidth = 92;
    private const double GroupShare = 0.8;
    private const double Headroom = 1.12;

    private readonly string[] _groups;
    private readonly List<(string Name, double[] Values, (double Lowest, double Highest)[]? Ranges)> _series = [];

    /// <summary>Creates a chart without bars.</summary>
    /// <param name="groups">Names below the groups, at least one; they wrap after commas. Copied.</param>
    /// <exception cref="ArgumentException">There is no group.</exception>
    public BarChart(IReadOnlyList<string> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count == 0)
            throw new ArgumentException("Expected at least one group of bars, found none.", nameof(groups));
        _groups = [.. groups];
    }

    /// <summary>What the bars show; empty by default.</summary>
    public string YLabel { get; set; } = "";

    /// <summary>Whether the values are fractions, whose axis is in percent; false by default.</summary>
    public bool YIsPercent { get; set; }

    /// <summary>Adds a bar to each group.</summary>
    /// <param name="name">What these bars are, in the legend; a chart of one kind of bars has none.</param>
    /// <param name="values">One finite value for each group. Copied.</param>
    /// <param name="ranges">The lowest and the highest of several measurements for each group, drawn as a line about the value; null draws none. Copied.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">There are more or fewer values or ranges than groups, or one is not finite.</exception>
    public BarChart AddBars(string name, IReadOnlyList<double> values, IReadOnlyList<(double Lowest, double Highest)>? ranges = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != _groups.Length || !values.All(double.IsFinite))
            throw new ArgumentException($"Expected a finite value of '{name}' for each of {_groups.Length} groups, found {string.Join(", ", values)}.", nameof(values));
        if (ranges is not null && (ranges.Count != _groups.Length || !ranges.All(range => double.IsFinite(range.Lowest) && double.IsFinite(range.Highest))))
            throw new ArgumentException($"Expected a finite range of '{name}' for each of {_groups.Length} groups, found {string.Join(", ", ranges)}.", nameof(ranges));
        _series.Add((name, [.. values], ranges?.ToArray()));
        return this;
    }

    /// <inheritdoc/>
    public override byte[] ToPng()
    {
        using Plot plot = new() { ScaleFactor = ChartStyle.PixelsPerPoint };
        for (int series = 0; series < _series.Count; series++)
            Add(plot, series);
        ChartStyle.Apply(plot, Title, "", YLabel, [.. _groups, .. _series.Select(series => series.Name)]);
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. Enumerable.Range(0, _groups.Length).Select(group => (double)group)], [.. _groups.Select(Wrapped)]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Left.TickGenerator = new NumericAutomatic { MinorTickGenerator = new NoMinorTicks(), LabelFormatter = ChartStyle.Labels(YIsPercent) };
        (double lowest, double highest) = Limits();
        plot.Axes.SetLimits(-0.5, _groups.Length - 0.5, Headroom * lowest, Headroom * highest);
        if (_series.Count > 1)
            ChartStyle.AddLegend(plot, [.. _series.Select(series => series.Name)], Edge.Bottom);
        else
            plot.HideLegend();
        return ChartStyle.ToPng(plot, Math.Max(LeastWidth, MarginWidth + GroupWidth * _groups.Length), Height);
    }

    // Bars stand on zero.
    private (double Lowest, double Highest) Limits()
    {
        double[] all = [0, .. _series.SelectMany(series => series.Values), .. _series.SelectMany(series => series.Ranges ?? []).SelectMany(range => new[] { range.Lowest, range.Highest })];
        return (all.Min(), all.Max() > all.Min() ? all.Max() : 1);
    }

    private void Add(Plot plot, int series)
    {
        double width = GroupShare / _series.Count;
        (string name, double[] values, (double Lowest, double Highest)[]? ranges) = _series[series];
        for (int group = 0; group < values.Length; group++)
        {
            double position = group + (series - (_series.Count - 1) / 2.0) * width;
            Bar[] bar = [new() { Position = position, Value = values[group], Size = 0.92 * width, FillColor = Palette.Series(series), LineWidth = 1, LineColor = ChartStyle.Ink }];
            plot.Add.Bars(bar).LegendText = group == 0 ? name : "";
            // Not the bar's own error, which has the value in its midst.
            if (ranges is not null)
                plot.Add.Line(position, ranges[group].Lowest, position, ranges[group].Highest).Color = ChartStyle.Ink;
        }
    }

    private static string Wrapped(string name) => name.Replace(", ", ",\n", StringComparison.Ordinal);
}
