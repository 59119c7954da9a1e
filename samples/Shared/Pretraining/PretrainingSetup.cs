namespace SimClr.Core.Samples.Pretraining;

/// <summary>What is to be trained, apart from how long.</summary>
public sealed record PretrainingSetup
{
    /// <summary>Heading of the report.</summary>
    public required string Title { get; init; }

    /// <summary>The encoder in words, as <see cref="PretrainingFacts.EncoderName"/> gives them.</summary>
    public required string EncoderName { get; init; }

    /// <summary>Images a step; not more than there are.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Sets augmentations, encoder, loss, optimizer, and what else is special; images, seed and epochs are set already.</summary>
    public required Action<SimClrBuilder> Configure { get; init; }

    /// <summary>All options for metrics.json.</summary>
    public required object Options { get; init; }

    /// <summary>All options for the report.</summary>
    public required IEnumerable<KeyValuePair<string, string>> Facts { get; init; }

    /// <summary>
    /// Training images, at most, that take part in the kNN accuracy during training, some as queries, the others as bank.
    /// </summary>
    public int MonitoredImages { get; init; } = 2500;

    /// <summary>
    /// The sizes at which the encoder looks at each image for its representation, which is what it gives for each of them, side by side.
    /// </summary>
    public IReadOnlyList<int> EvaluationSizes { get; init; } = [PretrainingData.ImageSize];

    /// <summary>The report's charts, in order.</summary>
    public IReadOnlyList<ReportChart> Charts { get; init; } = [PretrainingCharts.Loss, PretrainingCharts.Accuracy];

    /// <summary>What the reader of the results must know about it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
