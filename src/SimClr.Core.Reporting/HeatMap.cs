using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace SimClr.Core.Samples.Pictures;

/// <summary>A matrix of fractions as colors and percentages, as a PNG picture. The colors can be told apart by the color-blind.</summary>
public sealed class HeatMap
{
    private const int CellPixels = 84;
    private const int SmallCellPixels = 26;
    private const int MostNumbers = 16;
    private const int MarginPixels = 190;
    private const double PixelsPerPoint = 2;
    private const float NumberSize = 14;

    /// <summary>Above this part of the range the paper of a cell is bright and its ink dark.</summary>
    private const double DarkInkFrom = 0.6;

    public required string Title { get; init; }

    public required string XLabel { get; init; }

    public required string YLabel { get; init; }

    /// <summary>Names of the rows, from the top.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>One fraction for each row and column.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Values { get; init; }

    // With many columns there is no room for numbers: the colors must do.
    private bool HasNumbers => Columns.Count <= MostNumbers;

    private int CellSide => HasNumbers ? CellPixels : SmallCellPixels;

    public byte[] ToPng()
    {
        using Plot plot = new() { ScaleFactor = PixelsPerPoint };
        double[,] values = new double[Rows.Count, Columns.Count];
        for (int row = 0; row < Rows.Count; row++)
            for (int column = 0; column < Columns.Count; column++)
                values[row, column] = Values[row][column];
        Heatmap map = plot.Add.Heatmap(values);
        map.Colormap = new ScottPlot.Colormaps.Viridis();
        double lowest = Values.SelectMany(row => row).Min(), range = Values.SelectMany(row => row).Max() - lowest;
        for (int row = 0; HasNumbers && row < Rows.Count; row++)
            for (int column = 0; column < Columns.Count; column++)
                AddNumber(plot, Rows.Count - 1 - row, column, Values[row][column], (Values[row][column] - lowest) / Math.Max(range, double.Epsilon));
        Style(plot);
        using Image image = plot.GetImage(
            (int)((Columns.Count * CellSide + MarginPixels) * PixelsPerPoint), (int)((Rows.Count * CellSide * 0.75 + MarginPixels) * PixelsPerPoint));
        return image.GetImageBytes(ImageFormat.Png, 100);
    }

    private static void AddNumber(Plot plot, int y, int x, double value, double part)
    {
        Text text = plot.Add.Text((100 * value).ToString("0.0", CultureInfo.InvariantCulture), x, y);
        text.Alignment = Alignment.MiddleCenter;
        text.LabelFontSize = NumberSize;
        text.LabelFontName = PictureFont.FamilyName;
        text.LabelFontColor = part > DarkInkFrom ? Colors.Black : Colors.White;
    }

    private void Style(Plot plot)
    {
        ChartStyle.Apply(plot, Title, XLabel, YLabel);
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. Enumerable.Range(0, Columns.Count).Select(column => (double)column)], [.. Columns]);
        plot.Axes.Left.TickGenerator = new NumericManual([.. Enumerable.Range(0, Rows.Count).Select(row => (double)(Rows.Count - 1 - row))], [.. Rows]);
        plot.HideGrid();
        plot.Axes.Margins(0, 0);
    }
}
