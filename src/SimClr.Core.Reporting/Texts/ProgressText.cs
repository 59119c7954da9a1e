using System.Globalization;
using System.Text;
using SimClr.Core.Training;

namespace SimClr.Core.Reporting.Texts;

/// <summary>Training progress in words and numbers, the same for a terminal and for a log.</summary>
internal static class ProgressText
{
    // Those of the library that a line has no room for, or that have a place of their own.
    private static readonly HashSet<string> Unlisted =
    [
        MetricNames.Loss, MetricNames.ContrastiveAccuracy, MetricNames.Top1, MetricNames.Top5, MetricNames.KnnAccuracy, MetricNames.EmbeddingDeviation,
        MetricNames.Collapsed, MetricNames.LearningRate, MetricNames.GradientNorm, MetricNames.ViewsPerSecond, MetricNames.ViewWaitShare,
        MetricNames.OnlineLinearTrainingAccuracy,
    ];

    /// <summary>A run under way.</summary>
    public static string Running(TrainingProgress progress)
    {
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"epoch {Number(progress.Epoch, progress.Epochs)}  loss {progress.Loss:0.000}");
        AppendAccuracies(line, progress.Metrics);
        return line.Append(CultureInfo.InvariantCulture, $"  {progress.ViewsPerSecond:#,0} views/s  {TimeText.Duration(progress.Remaining)} left").ToString();
    }

    /// <summary>An epoch that is complete, with all that was measured after it.</summary>
    public static string Completed(EpochSummary epoch, int epochs)
    {
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"epoch {Number(epoch.Epoch, epochs)}  loss {epoch.Loss:0.0000}");
        AppendAccuracies(line, epoch.Metrics);
        if (epoch.KnnAccuracy is { } knn)
            line.Append(CultureInfo.InvariantCulture, $"  kNN (held-out) {MetricText.Percent(knn)}");
        foreach ((string name, double value) in epoch.Metrics.Where(metric => !Unlisted.Contains(metric.Key)).OrderBy(metric => metric.Key, StringComparer.Ordinal))
            line.Append(CultureInfo.InvariantCulture, $"  {MetricText.Name(name)} {MetricText.Value(name, value)}");
        return line.Append(
            CultureInfo.InvariantCulture, $"  lr {epoch.LearningRate:0.0000}  {epoch.ViewsPerSecond:#,0} views/s  {epoch.Duration.TotalSeconds:0.0} s").ToString();
    }

    private static void AppendAccuracies(StringBuilder line, IReadOnlyDictionary<string, double> metrics)
    {
        foreach ((string metric, string name) in new[] { (MetricNames.ContrastiveAccuracy, "contrastive"), (MetricNames.Top1, "top-1") })
            if (metrics.TryGetValue(metric, out double accuracy))
                line.Append(CultureInfo.InvariantCulture, $"  {name} {MetricText.Percent(accuracy)}");
    }

    private static string Number(int epoch, int epochs)
        => $"{epoch.ToString(CultureInfo.InvariantCulture).PadLeft(epochs.ToString(CultureInfo.InvariantCulture).Length)}/{epochs}";
}
