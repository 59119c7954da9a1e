using System.Globalization;
using SimClr.Core.Models;
using SimClr.Core.Samples.Terminal;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>Options and circumstances of a run, readable.</summary>
public static class PretrainingFacts
{
    public static string EncoderName(ResNetDepth depth, int baseChannels) => $"ResNet-{(int)depth} with {baseChannels} base channels";

    public static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    internal static IEnumerable<KeyValuePair<string, string>> Run(PretrainingMetrics metrics) =>
    [
        new("Images", string.Create(CultureInfo.InvariantCulture, $"{metrics.TrainingImages:#,0} for training, {metrics.TestImages:#,0} for testing")),
        new("Classes", metrics.Classes == 0 ? "no labels" : Text(metrics.Classes)),
        new("Steps", Text(metrics.Steps)),
        new("Duration", $"{ProgressText.Duration(TimeSpan.FromSeconds(metrics.Seconds))}, of which training {ProgressText.Duration(TimeSpan.FromSeconds(metrics.TrainingSeconds))}"),
        new("Speed", string.Create(CultureInfo.InvariantCulture, $"{metrics.ViewsPerSecond:#,0} views/s")),
        new("Machine", metrics.Machine.ToString()),
        new("SimClr.Core", metrics.LibraryVersion),
    ];
}
