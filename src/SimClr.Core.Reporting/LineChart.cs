using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SimClr.Core.Reporting.Drawing;
using SimClr.Core.Reporting.Texts;
using SimClr.Core.Training;
using Palette = SimClr.Core.Reporting.Drawing.Palette;

namespace SimClr.Core.Reporting;

/// <summary>Lines over epochs, or over anything else, and levels to compare them with; 760 x 440 points.</summary>
/// <example>
/// <code>
/// LineChart.Of(result.Epochs, MetricNames.Loss).Save("loss.png");
/// </code>
/// </example>
public sealed class LineChart : Figure
{
    private const int Width = 760;
    private const int Height = 440;
    private const double TickDensity = 0.6;
    private const float Padding = 24;
    private const float LeftSize = 64;
    private const int MostMarkers = 40;

    private readonly List<(string Name, double[] X, double[] Y)> _lines = [];
    private readonly List<(string Name, double Y)> _levels = [];

    /// <summary>What the horizontal axis shows; "Epoch" by default.</summary>
    public string XLabel { get; set; } = "Epoch";

    /// <summary>What the vertical axis shows; empty by default.</summary>
    public string YLabel { get; set; } = "";

    /// <summary>Whether the values are fractions, whose axis is in percent; false by default.</summary>
    public bool YIsPercent { get; set; }

    /// <summary>
    /// A chart of metrics by epoch, with a line for each metric that was measured. Its title is the name of the metric, if it is one, and
    /// its axis is in percent if all are accuracies.
    /// </summary>
    /// <param name="epochs">The epochs of a training run.</param>
    /// <param name="metrics">Names of metrics, see <see cref="MetricNames"/>; a point is missing where an epoch lacks one, or it is not finite.</param>
    public static LineChart Of(IReadOnlyList<EpochSummary> epochs, params IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentNullException.ThrowIfNull(metrics);
        LineChart chart = new() { YIsPercent = metrics.Count > 0 && metrics.All(MetricText.IsFraction) };
        if (metrics.Count == 1)
            (chart.Title, chart.YLabel) = (MetricText.Title(metrics[0]), MetricText.Name(metrics[0]));
        foreach (string metric in metrics)
        {
            EpochSummary[] measured = [.. epochs.Where(epoch => double.IsFinite(epoch.Metrics.GetValueOrDefault(metric, double.NaN)))];
            if (measured.Length > 0)
                chart.AddLine(MetricText.Name(metric), [.. measured.Select(epoch => (double)epoch.Epoch)], [.. measured.Select(epoch => epoch.Metrics[metric])]);
        }

        return chart;
    }

    /// <summary>Adds a line through values at 1, 2, 3 and so on.</summary>
    /// <param name="name">Its name in the legend, which a chart of more than one name has. Lines of one name have one color.</param>
    /// <param name="y">The values; those that are not finite are left out. Copied.</param>
    /// <returns>This chart.</returns>
    public LineChart AddLine(string name, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(y);
        return AddLine(name, [.. Enumerable.Range(1, y.Count).Select(x => (double)x)], y);
    }

    /// <summary>Adds a line through points.</summary>
    /// <param name="name">Its name in the legend, which a chart of more than one name has. Lines of one name have one color.</param>
    /// <param name="x">Where the values stand on the horizontal axis. Copied.</param>
    /// <param name="y">The values, one for each position; points that are not finite are left out. Copied.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">There are more positions than values, or fewer.</exception>
    public LineChart AddLine(string name, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count)
            throw new ArgumentException($"Expected a position for each value of the line '{name}', found {x.Count} positions and {y.Count} values.", nameof(x));
        (double First, double Second)[] points = [.. x.Zip(y).Where(point => double.IsFinite(point.First) && double.IsFinite(point.Second))];
        _lines.Add((name, [.. points.Select(point => point.First)], [.. points.Select(point => point.Second)]));
        return this;
    }

    /// <summary>Adds a dashed line at one value.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="y">The value; finite.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public LineChart AddHorizontalLine(string name, double y)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!double.IsFinite(y))
            throw new ArgumentOutOfRangeException(nameof(y), y, $"Expected a finite value for the line '{name}', found {y}.");
        _levels.Add((name, y));
        return this;
    }

    /// <inheritdoc/>
    public override byte[] ToPng()
    {
        using Plot plot = new() { ScaleFactor = ChartStyle.PixelsPerPoint };
        List<string> names = [];
        foreach ((string name, double[] x, double[] y) in _lines.Where(line => line.X.Length > 0))
            Add(plot, x, y, names.Contains(name) ? "" : name, Palette.Series(IndexOf(names, name)));
        foreach ((string name, double y) in _levels)
            Add(plot, y, name, Palette.Series(IndexOf(names, name)));
        Style(plot, names);
        if (names.Count > 1)
            ChartStyle.AddLegend(plot, names, Edge.Right);
        else
            plot.HideLegend();
        return ChartStyle.ToPng(plot, Width, Height);
    }

    // A name that is new comes last.
    private static int IndexOf(List<string> names, string name)
    {
        if (!names.Contains(name))
            names.Add(name);
        return names.IndexOf(name);
    }

    private static void Add(Plot plot, double[] x, double[] y, string name, Color color)
    {
        Scatter scatter = plot.Add.Scatter(x, y, color);
        scatter.LegendText = name;
        scatter.LineWidth = 2.5f;
        scatter.MarkerSize = x.Length > MostMarkers ? 0 : 6;
    }

    private static void Add(Plot plot, double y, string name, Color color)
    {
        HorizontalLine line = plot.Add.HorizontalLine(y, 2, color, LinePattern.Dashed);
        line.LegendText = name;
        line.EnableAutoscale = true;
    }

    private void Style(Plot plot, IEnumerable<string> names)
    {
        ChartStyle.Apply(plot, Title, XLabel, YLabel, names);
        bool isWhole = _lines.SelectMany(line => line.X).All(double.IsInteger);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = isWhole, TickDensity = TickDensity, MinorTickGenerator = new NoMinorTicks() };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { TickDensity = TickDensity, MinorTickGenerator = new NoMinorTicks(), LabelFormatter = ChartStyle.Labels(YIsPercent) };
        plot.Axes.Right.MinimumSize = Padding;
        plot.Axes.Left.MinimumSize = LeftSize;
        plot.Axes.Margins(0.03, 0.1);
    }
}
