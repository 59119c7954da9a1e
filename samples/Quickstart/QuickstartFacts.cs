using System.Globalization;
using SimClr.Core.Samples.Terminal;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>Options and circumstances of a run, readable.</summary>
internal static class QuickstartFacts
{
    public static string EncoderName(QuickstartOptions options)
        => $"{options.Encoder.Replace("resnet", "ResNet-", StringComparison.Ordinal)} with {options.Width} base channels";

    public static IEnumerable<KeyValuePair<string, string>> Options(QuickstartOptions options) =>
    [
        new("--data", options.Data ?? "none: synthetic images"),
        new("--limit", options.Limit is { } limit ? Text(limit) : "none"),
        new("--epochs", Text(options.Epochs)),
        new("--batch-size", Text(options.BatchSize)),
        new("--encoder", options.Encoder),
        new("--width", Text(options.Width)),
        new("--temperature", Text(options.Temperature)),
        new("--learning-rate", Text(options.LearningRate)),
        new("--seed", Text(options.Seed)),
        new("--threads", Text(options.Threads)),
    ];

    public static IEnumerable<KeyValuePair<string, string>> Run(QuickstartMetrics metrics) =>
    [
        new("Images", string.Create(CultureInfo.InvariantCulture, $"{metrics.TrainingImages:#,0} for training, {metrics.TestImages:#,0} for testing")),
        new("Classes", metrics.Classes == 0 ? "no labels" : Text(metrics.Classes)),
        new("Steps", Text(metrics.Steps)),
        new("Duration", $"{ProgressText.Duration(TimeSpan.FromSeconds(metrics.Seconds))}, of which training {ProgressText.Duration(TimeSpan.FromSeconds(metrics.TrainingSeconds))}"),
        new("Speed", string.Create(CultureInfo.InvariantCulture, $"{metrics.ViewsPerSecond:#,0} views/s")),
        new("Machine", metrics.Machine.ToString()),
        new("SimClr.Core", metrics.LibraryVersion),
    ];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
