using System.Globalization;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.Terminal;

/// <summary>Training progress in words and numbers, the same for a terminal and for a log.</summary>
public static class ProgressText
{
    /// <summary>An epoch that is complete. Its kNN accuracy is of training images that were held out, not of the test images.</summary>
    public static string Describe(EpochSummary epoch, int epochs)
    {
        string knn = epoch.KnnAccuracy is { } accuracy ? $"  kNN (held-out) {Percent(accuracy)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {Number(epoch.Epoch, epochs)}  loss {epoch.Loss:0.0000}  contrastive {Percent(epoch.ContrastiveAccuracy)}{knn}  lr {epoch.LearningRate:0.0000}  {epoch.ViewsPerSecond:#,0} views/s  {epoch.Duration.TotalSeconds:0.0} s");
    }

    /// <summary>A run under way.</summary>
    public static string Describe(TrainingProgress progress)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {Number(progress.Epoch, progress.Epochs)}  loss {progress.Loss:0.000}  contrastive {Percent(progress.ContrastiveAccuracy)}  {progress.ViewsPerSecond:#,0} views/s  {Duration(progress.Remaining)} left");

    /// <summary>What to add about the end; nothing where it is not known.</summary>
    public static string Describe(ExpectedEnd? end, TrainingProgress progress) => end is null ? "" : $", {end.Describe(progress)}";

    /// <summary>A fraction as percentage with one decimal.</summary>
    public static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{fraction * 100,5:0.0} %");

    /// <summary>Minutes and seconds, with hours where there are any.</summary>
    public static string Duration(TimeSpan time)
        => time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    private static string Number(int epoch, int epochs)
        => $"{epoch.ToString(CultureInfo.InvariantCulture).PadLeft(epochs.ToString(CultureInfo.InvariantCulture).Length)}/{epochs}";
}
