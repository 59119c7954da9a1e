namespace SimClr.Core.Training.Checkpoints;

/// <summary>The bookkeeping of a run, as of its last step.</summary>
internal sealed record RunHistory
{
    public required long Steps { get; init; }

    public required long Views { get; init; }

    /// <summary>Wall-clock time of the run, over all its sessions.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How much of it was spent on evaluation.</summary>
    public required TimeSpan Evaluating { get; init; }

    /// <summary>How much of it the training waited for views.</summary>
    public required TimeSpan ViewWait { get; init; }

    /// <summary>The completed epochs.</summary>
    public required IReadOnlyList<EpochSummary> Epochs { get; init; }

    /// <summary>When, on the run's clock, the running epoch began.</summary>
    public required TimeSpan EpochStart { get; init; }

    /// <summary>Views before the running epoch.</summary>
    public required long EpochViews { get; init; }

    /// <summary>Reported losses of the running epoch.</summary>
    public required IReadOnlyList<float> EpochLosses { get; init; }

    /// <summary>Reported accuracies of the running epoch.</summary>
    public required IReadOnlyList<float> EpochAccuracies { get; init; }

    /// <summary>
    /// Reported deviations of the embeddings in the running epoch; null in checkpoints of versions that did not measure them.
    /// </summary>
    public IReadOnlyList<float>? EpochDeviations { get; init; }

    /// <summary>Losses since the last report.</summary>
    public required IReadOnlyList<float> UnreportedLosses { get; init; }
}
