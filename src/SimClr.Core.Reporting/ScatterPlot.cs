using System.Numerics;
using ScottPlot;
using ScottPlot.Plottables;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;
using SimClr.Core.Reporting.Drawing;
using Palette = SimClr.Core.Reporting.Drawing.Palette;

namespace SimClr.Core.Reporting;

/// <summary>
/// Dots in the colors of their classes, as of a map of embeddings; 760 x 620 points. It has no axes: what counts is what lies near what.
/// </summary>
/// <example>
/// <code>
/// ScatterPlot.Of(EmbeddingMap.Fit(embeddings), embeddings).Save("map.png");
/// </code>
/// </example>
public sealed class ScatterPlot : Figure
{
    private const int Width = 760;
    private const int Height = 620;
    private const float LegendDot = 9;

    private readonly List<(string Name, int? Color, Coordinates[] Points)> _groups = [];

    /// <summary>A plot of a map, with a color and an entry of the legend for each class.</summary>
    /// <param name="map">The map.</param>
    /// <param name="embeddings">The vectors that were mapped, in the same order; their labels give the colors.</param>
    /// <exception cref="ArgumentException">There are more images on the map than vectors, or fewer.</exception>
    public static ScatterPlot Of(EmbeddingMap map, EmbeddingSet embeddings)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(embeddings);
        if (map.Count != embeddings.Count)
            throw new ArgumentException($"Expected the {map.Count} vectors of the map, found {embeddings.Count}.", nameof(embeddings));
        ScatterPlot plot = new();
        foreach (IGrouping<int?, int> images in Enumerable.Range(0, map.Count).GroupBy(embeddings.GetLabel).OrderBy(images => images.Key))
            plot.Add(Name(embeddings, images.Key), images.Key, [.. images.Select(index => map.Points[index])]);
        return plot;
    }

    /// <summary>Adds dots of one color.</summary>
    /// <param name="name">Their name in the legend, which a plot of more than one name has.</param>
    /// <param name="points">Where they lie; those that are not finite are left out. Copied.</param>
    /// <returns>This plot.</returns>
    public ScatterPlot AddPoints(string name, ReadOnlySpan<Vector2> points)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Add(name, _groups.Count, points);
    }

    /// <inheritdoc/>
    public override byte[] ToPng()
    {
        using Plot plot = new() { ScaleFactor = ChartStyle.PixelsPerPoint };
        int all = _groups.Sum(group => group.Points.Length);
        foreach ((string name, int? color, Coordinates[] points) in _groups)
            Add(plot, name, ColorOf(color), points, all);
        string[] names = [.. _groups.Select(group => group.Name)];
        ChartStyle.Apply(plot, Title, "", "", names);
        plot.HideAxesAndGrid();
        plot.Axes.Title.IsVisible = true;
        plot.Axes.SquareUnits();
        if (_groups.Count > 1)
            ChartStyle.AddLegend(plot, names, Edge.Right);
        else
            plot.HideLegend();
        return ChartStyle.ToPng(plot, Width, Height);
    }

    private ScatterPlot Add(string name, int? color, ReadOnlySpan<Vector2> points)
    {
        List<Coordinates> finite = [];
        foreach (Vector2 point in points)
            if (float.IsFinite(point.X) && float.IsFinite(point.Y))
                finite.Add(new Coordinates(point.X, point.Y));
        _groups.Add((name, color, [.. finite]));
        return this;
    }

    private static void Add(Plot plot, string name, Color color, Coordinates[] points, int all)
    {
        if (points.Length > 0)
            plot.Add.ScatterPoints(points, color).MarkerSize = all > 20_000 ? 1.5f : all > 2000 ? 2.5f : 5;
        // A dot as small as those of the plot has no color that one could tell in the legend.
        plot.Legend.ManualItems.Add(new LegendItem
        {
            LabelText = name,
            MarkerShape = MarkerShape.FilledCircle,
            MarkerSize = LegendDot,
            MarkerFillColor = color,
            MarkerLineColor = color,
        });
    }

    // Beyond those that can be told apart, the same ones darker.
    private static Color ColorOf(int? index)
        => index is not { } color ? ChartStyle.Ink : color < Palette.Count ? Palette.Series(color) : Palette.Series(color).Darken(0.45);

    private static string Name(EmbeddingSet embeddings, int? label)
        => label is not { } index ? "no class" : index < embeddings.ClassNames.Count ? embeddings.ClassNames[index] : $"class {index}";
}
