using static SimClr.Core.Samples.Pretraining.PretrainingFacts;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>The options of a run, readable.</summary>
internal static class QuickstartFacts
{
    public static IEnumerable<KeyValuePair<string, string>> Of(QuickstartOptions options) =>
    [
        new("--data", options.Data ?? "none: synthetic images"),
        new("--limit", options.Limit is { } limit ? Text(limit) : "none"),
        new("--epochs", Text(options.Epochs)),
        new("--batch-size", Text(options.BatchSize)),
        new("--encoder", options.Encoder),
        new("--width", Text(options.Width)),
        new("--view-size", Text(options.ViewShape)),
        new("--temperature", Text(options.Temperature)),
        new("--learning-rate", Text(options.LearningRate)),
        new("--seed", Text(options.Seed)),
        new("--threads", Text(options.Threads)),
    ];
}
