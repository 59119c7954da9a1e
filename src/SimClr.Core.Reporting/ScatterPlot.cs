using System.Numerics;
using ScottPlot;
using ScottPlot.Plottables;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;
using SimClr.Core.Samples.Pictures;
using Palette = SimClr.Core.Samples.Pictures.Palette;

namespace SimClr.Core.Samples.MapImages;

/// <summary>A map as dots in the colors of the classes, as a PNG picture.</summary>
internal static class MapPicture
{
    private const int Width = 760;
    private const int Height = 620;
    private const int Hues = 6;
    private const float LegendDot = 9;

    public static byte[] ToPng(EmbeddingMap map, EmbeddingSet embeddings, string title)
    {
        using Plot plot = new();
        foreach (IGrouping<int, int> dots in Enumerable.Range(0, map.Count).GroupBy(i => embeddings.GetLabel(i) ?? -1).OrderBy(dots => dots.Key))
            Add(plot, dots.Key, [.. dots.Select(i => map.Points[i])], Name(embeddings, dots.Key), map.Count);
        ChartStyle.Apply(plot, title, "", "");
        plot.HideAxesAndGrid();
        plot.Axes.SquareUnits();
        if (embeddings.ClassNames.Count > 0)
            ChartStyle.AddLegend(plot, Edge.Right);
        else
            plot.HideLegend();
        using Image image = plot.GetImage(Width, Height);
        return image.GetImageBytes(ImageFormat.Png, 100);
    }

    private static void Add(Plot plot, int label, Vector2[] points, string name, int all)
    {
        Coordinates[] coordinates = [.. points.Select(point => new Coordinates(point.X, point.Y))];
        Scatter scatter = plot.Add.ScatterPoints(coordinates, ColorOf(label));
        scatter.MarkerSize = all > 20_000 ? 1.5f : all > 2000 ? 2.5f : 5;
        // A dot as small as those of the map has no color that one could tell in the legend.
        plot.Legend.ManualItems.Add(new LegendItem
        {
            LabelText = name,
            MarkerShape = MarkerShape.FilledCircle,
            MarkerSize = LegendDot,
            MarkerFillColor = ColorOf(label),
            MarkerLineColor = ColorOf(label),
        });
    }

    // Beyond the six that can be told apart, the same ones darker.
    private static Color ColorOf(int label)
        => label < 0 ? ChartStyle.Ink : label < Hues ? Palette.Series(label) : Palette.Series(label).Darken(0.45);

    private static string Name(EmbeddingSet embeddings, int label)
        => label < 0 ? "no class" : label < embeddings.ClassNames.Count ? embeddings.ClassNames[label] : $"class {label}";
}
