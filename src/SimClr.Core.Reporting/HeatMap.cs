using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SimClr.Core.Evaluation;
using SimClr.Core.Reporting.Drawing;

namespace SimClr.Core.Reporting;

/// <summary>A matrix as colors (viridis, dark is low), with its numbers where there is room: in up to 16 columns.</summary>
/// <example>
/// <code>
/// HeatMap.OfConfusion(LinearProbe.Fit(train).Evaluate(test), test.ClassNames).Save("confusion.png");
/// </code>
/// </example>
public sealed class HeatMap : Figure
{
    private const int CellWidth = 84;
    private const int CellHeight = 63;
    private const int SmallCell = 26;
    private const int MostNumbers = 16;
    private const int Margin = 110;
    private const int TitleHeight = 50;
    private const float NumberSize = 14;

    /// <summary>Above this part of the range the paper of a cell is bright and its ink dark.</summary>
    private const double DarkInkFrom = 0.6;

    private readonly string[] _rows;
    private readonly string[] _columns;
    private readonly double[,] _values;

    /// <summary>Creates a heat map.</summary>
    /// <param name="rows">Names of the rows, from the top; at least one. Copied.</param>
    /// <param name="columns">Names of the columns; at least one. Copied.</param>
    /// <param name="values">The values, row by row, one for each column; a cell that is not finite stays empty. Copied.</param>
    /// <exception cref="ArgumentException">There is no row or column, or the values are not one for each of both; the message names the row.</exception>
    public HeatMap(IReadOnlyList<string> rows, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<double>> values)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        if (rows.Count == 0 || columns.Count == 0 || values.Count != rows.Count)
            throw new ArgumentException($"Expected values of at least one row and column, found {rows.Count} names of rows, {columns.Count} of columns and {values.Count} rows of values.", nameof(values));
        (_rows, _columns, _values) = ([.. rows], [.. columns], new double[rows.Count, columns.Count]);
        for (int row = 0; row < rows.Count; row++)
        {
            if (values[row].Count != columns.Count)
                throw new ArgumentException($"Expected {columns.Count} values in row {row}, found {values[row].Count}.", nameof(values));
            for (int column = 0; column < columns.Count; column++)
                _values[row, column] = double.IsFinite(values[row][column]) ? values[row][column] : double.NaN;
        }
    }

    /// <summary>What the columns are; empty by default.</summary>
    public string XLabel { get; set; } = "";

    /// <summary>What the rows are; empty by default.</summary>
    public string YLabel { get; set; } = "";

    /// <summary>Whether the values are fractions, which are written in percent, without the sign; false by default.</summary>
    public bool IsPercent { get; set; }

    // With many columns there is no room for numbers: the colors must do.
    private bool HasNumbers => _columns.Length <= MostNumbers;

    /// <summary>A confusion matrix: each row is a class, its shares of the predictions add up to 100 %.</summary>
    /// <param name="report">What was predicted for images of known classes. The row of a class without images stays empty.</param>
    /// <param name="classNames">Names of the classes, by label; null, or a class beyond them, takes its number.</param>
    public static HeatMap OfConfusion(ClassificationReport report, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        string[] names = [.. Enumerable.Range(0, report.ClassCount).Select(label => label < classNames?.Count ? classNames[label] : $"{label}")];
        return new HeatMap(names, names, [.. Enumerable.Range(0, report.ClassCount).Select(label => Shares(report, label))])
        {
            Title = "Confusion matrix (%)",
            XLabel = "predicted class",
            YLabel = "true class",
            IsPercent = true,
        };
    }

    /// <inheritdoc/>
    public override byte[] ToPng()
    {
        using Plot plot = new() { ScaleFactor = ChartStyle.PixelsPerPoint };
        (double lowest, double highest) = AddColors(plot);
        string font = PictureFont.FamilyFor([Title, XLabel, YLabel, .. _rows, .. _columns]);
        for (int row = 0; HasNumbers && row < _rows.Length; row++)
            for (int column = 0; column < _columns.Length; column++)
                AddNumber(plot, row, column, (_values[row, column] - lowest) / (highest - lowest), font);
        (float left, float bottom) = Style(plot, font);
        int width = _columns.Length * (HasNumbers ? CellWidth : SmallCell), height = _rows.Length * (HasNumbers ? CellHeight : SmallCell);
        return ChartStyle.ToPng(plot, (int)(width + left + Margin / 2), (int)(height + bottom + Margin));
    }

    // Empty cells alone have no color, and one value has no range to spread colors over.
    private (double Lowest, double Highest) AddColors(Plot plot)
    {
        double[] known = [.. _values.Cast<double>().Where(double.IsFinite)];
        if (known.Length == 0)
            return (0, 1);
        (double lowest, double highest) = (known.Min(), known.Max() > known.Min() ? known.Max() : known.Min() + 1);
        Heatmap map = plot.Add.Heatmap(_values);
        map.Colormap = new ScottPlot.Colormaps.Viridis();
        map.NaNCellColor = Colors.Transparent;
        map.ManualRange = new ScottPlot.Range(lowest, highest);
        return (lowest, highest);
    }

    private static double[] Shares(ClassificationReport report, int label)
    {
        double[] counts = [.. Enumerable.Range(0, report.ClassCount).Select(predicted => (double)report.Confusion(label, predicted))];
        double all = counts.Sum();
        return [.. counts.Select(count => count / all)];
    }

    private void AddNumber(Plot plot, int row, int column, double part, string font)
    {
        double value = _values[row, column];
        if (double.IsNaN(value))
            return;
        string number = IsPercent ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) : value.ToString("0.###", CultureInfo.InvariantCulture);
        Text text = plot.Add.Text(number, column, _rows.Length - 1 - row);
        text.Alignment = Alignment.MiddleCenter;
        text.LabelFontSize = NumberSize;
        text.LabelFontName = font;
        text.LabelFontColor = part > DarkInkFrom ? Colors.Black : Colors.White;
    }

    /// <summary>Styles the plot and gives the room that the names of rows and columns take.</summary>
    private (float Left, float Bottom) Style(Plot plot, string font)
    {
        ChartStyle.Apply(plot, Title, XLabel, YLabel, [.. _rows, .. _columns]);
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. Enumerable.Range(0, _columns.Length).Select(column => (double)column)], _columns);
        plot.Axes.Left.TickGenerator = new NumericManual([.. Enumerable.Range(0, _rows.Length).Select(row => (double)(_rows.Length - 1 - row))], _rows);
        plot.HideGrid();
        plot.HideLegend();
        plot.Axes.SetLimits(-0.5, _columns.Length - 0.5, -0.5, _rows.Length - 0.5);
        float widest = ChartStyle.WidestTick(_columns, font), left = ChartStyle.WidestTick(_rows, font) + TitleHeight;
        plot.Axes.Left.MinimumSize = left;
        if (widest < (HasNumbers ? CellWidth : SmallCell))
            return (left, TitleHeight);
        // Names that are wider than their columns stand upright.
        plot.Axes.Bottom.TickLabelStyle.Rotation = -90;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Bottom.MinimumSize = widest + TitleHeight;
        return (left, widest + TitleHeight);
    }
}
