namespace SimClr.Core.Samples.Pretraining;

/// <summary>How long to train.</summary>
public sealed record PretrainingPlan
{
    public required int Epochs { get; init; }

    /// <summary>Of the learning rate; null is the library's default.</summary>
    public double? WarmupEpochs { get; init; }

    /// <summary>Epochs between measurements of the kNN accuracy.</summary>
    public int KnnEveryEpochs { get; init; } = 1;

    /// <summary>What comes after the training, as far as it is known.</summary>
    public TimeSpan? EvaluationTime { get; init; }

    /// <summary>How the plan came about, for metrics.json; null leaves it out.</summary>
    public object? Details { get; init; }

    /// <summary>How the plan came about, for the user: a sentence; null where there is nothing to tell.</summary>
    public string? Summary { get; init; }
}
