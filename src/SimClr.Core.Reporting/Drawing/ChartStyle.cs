using ScottPlot;

namespace SimClr.Core.Samples.Pictures;

/// <summary>The look of all charts.</summary>
public static class ChartStyle
{
    private const float TitleSize = 18;
    private const float LabelSize = 14;
    private const float TickSize = 12;
    public static readonly Color Ink = Color.FromHex("#24292F");
    private static readonly Color Faint = Color.FromHex("#E4E7EB");

    public static void Apply(Plot plot, string title, string xLabel, string yLabel)
    {
        plot.Title(title, TitleSize);
        plot.XLabel(xLabel, LabelSize);
        plot.YLabel(yLabel, LabelSize);
        plot.Font.Set(PictureFont.FamilyName);
        plot.Axes.Title.Label.Bold = plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Color(Ink);
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = TickSize;
        plot.Axes.Right.FrameLineStyle.IsVisible = plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Grid.MajorLineColor = Faint;
        plot.Grid.XAxisStyle.IsVisible = false;
    }

    /// <summary>A legend below the chart, or with one entry a line at its side.</summary>
    public static void AddLegend(Plot plot, Edge edge = Edge.Bottom)
    {
        Legend legend = plot.ShowLegend(edge).Legend;
        legend.FontName = PictureFont.FamilyName;
        legend.SetBestFontOnEachRender = false;
        legend.FontSize = TickSize;
        legend.FontColor = Ink;
        legend.Orientation = edge == Edge.Bottom ? Orientation.Horizontal : Orientation.Vertical;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
    }
}
