using System.Globalization;
using SimClr.Core.Training;

namespace SimClr.Core.Reporting.Texts;

/// <summary>Metrics in words.</summary>
internal static class MetricText
{
    private static readonly Dictionary<string, string> Names = new()
    {
        [MetricNames.KnnAccuracy] = "kNN accuracy",
        [MetricNames.RankMe] = "RankMe",
        [MetricNames.Lidar] = "LiDAR",
        [MetricNames.Top1] = "top-1 accuracy",
        [MetricNames.Top5] = "top-5 accuracy",
        [MetricNames.ViewsPerSecond] = "views per second",
    };

    /// <summary>"contrastive_accuracy" becomes "contrastive accuracy"; what stands before a slash goes.</summary>
    public static string Name(string metric)
        => Names.TryGetValue(metric, out string? name) ? name : metric[(metric.LastIndexOf('/') + 1)..].Replace('_', ' ');

    /// <summary>The name as a title: "Loss", but "kNN accuracy".</summary>
    public static string Title(string metric)
    {
        string name = Name(metric);
        return name.Length > 1 && char.IsLower(name[1]) ? $"{char.ToUpperInvariant(name[0])}{name.AsSpan(1)}" : name;
    }

    /// <summary>Whether a metric is a part of 1, by its name.</summary>
    public static bool IsFraction(string metric) => metric is MetricNames.Top1 or MetricNames.Top5 || metric.EndsWith("accuracy", StringComparison.Ordinal);

    /// <summary>A value of a metric.</summary>
    public static string Value(string metric, double value) => IsFraction(metric) ? Percent(value) : value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A fraction as percentage with one decimal.</summary>
    public static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{fraction * 100,5:0.0} %");
}
