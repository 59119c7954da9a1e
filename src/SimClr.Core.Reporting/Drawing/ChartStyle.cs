using ScottPlot;
using SkiaSharp;

namespace SimClr.Core.Reporting.Drawing;

/// <summary>The look of all charts.</summary>
internal static class ChartStyle
{
    public const double PixelsPerPoint = 2;
    public static readonly Color Ink = Color.FromHex("#24292F");
    private const float TitleSize = 18;
    private const float LabelSize = 14;
    private const float TickSize = 12;
    private static readonly Color Faint = Color.FromHex("#E4E7EB");

    /// <summary>Sets texts, fonts and colors.</summary>
    /// <param name="plot">The chart.</param>
    /// <param name="title">Above it.</param>
    /// <param name="xLabel">Below it.</param>
    /// <param name="yLabel">At its left.</param>
    /// <param name="names">All other texts, which the font must have the letters of.</param>
    public static void Apply(Plot plot, string title, string xLabel, string yLabel, IEnumerable<string> names)
    {
        plot.Title(title, TitleSize);
        plot.XLabel(xLabel, LabelSize);
        plot.YLabel(yLabel, LabelSize);
        plot.Font.Set(PictureFont.FamilyFor([title, xLabel, yLabel, .. names]));
        plot.Axes.Title.Label.Bold = plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Color(Ink);
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = TickSize;
        plot.Axes.Right.FrameLineStyle.IsVisible = plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Grid.MajorLineColor = Faint;
        plot.Grid.XAxisStyle.IsVisible = false;
    }

    /// <summary>A legend below the chart, or with one entry a line at its side.</summary>
    public static void AddLegend(Plot plot, IEnumerable<string> names, Edge edge)
    {
        Legend legend = plot.ShowLegend(edge).Legend;
        legend.FontName = PictureFont.FamilyFor(names);
        legend.SetBestFontOnEachRender = false;
        legend.FontSize = TickSize;
        legend.FontColor = Ink;
        legend.Orientation = edge == Edge.Bottom ? Orientation.Horizontal : Orientation.Vertical;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
    }

    /// <summary>How the values of an axis are written.</summary>
    public static Func<double, string> Labels(bool isPercent)
        => isPercent ? value => FormattableString.Invariant($"{value * 100:0.#} %") : value => FormattableString.Invariant($"{value:#,0.####}");

    /// <summary>The width of the widest of some labels, in points.</summary>
    public static float WidestTick(IEnumerable<string> labels, string font)
    {
        using SKFont measure = new(Fonts.GetTypeface(font, bold: false, italic: false)) { Size = TickSize };
        return labels.Max(label => measure.MeasureText(label));
    }

    public static byte[] ToPng(Plot plot, int width, int height)
    {
        (int pixelWidth, int pixelHeight) = ((int)(width * PixelsPerPoint), (int)(height * PixelsPerPoint));
        // The ticks are known when the plot has been drawn. Their labels and that of the axis would overlap if it were not told their width.
        plot.RenderInMemory(pixelWidth, pixelHeight);
        string[] labels = [.. plot.Axes.Left.TickGenerator.Ticks.Select(tick => tick.Label)];
        if (plot.Axes.Left.IsVisible && labels.Length > 0)
        {
            float room = WidestTick(labels, plot.Axes.Left.TickLabelStyle.FontName) + (plot.Axes.Left.Label.Text.Length > 0 ? 3 : 1) * LabelSize;
            plot.Axes.Left.MinimumSize = Math.Max(plot.Axes.Left.MinimumSize, room);
        }

        using Image image = plot.GetImage(pixelWidth, pixelHeight);
        return image.GetImageBytes(ImageFormat.Png, 100);
    }
}
