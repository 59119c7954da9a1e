namespace SimClr.Core.Training.Checkpoints;

/// <summary>The bookkeeping of a run, as of its last step.</summary>
internal sealed record RunHistory
{
    public required long Steps { get; init; }

    public required ClockReading Clock { get; init; }

    /// <summary>The completed epochs.</summary>
    public required IReadOnlyList<EpochSummary> Epochs { get; init; }

    /// <summary>What was read of the running epoch's steps, by metric.</summary>
    public required IReadOnlyDictionary<string, float[]> EpochMetrics { get; init; }

    /// <summary>Losses since the last report.</summary>
    public required IReadOnlyList<float> UnreportedLosses { get; init; }

    /// <summary>How long the run is, where a callback has changed it; else null.</summary>
    public RunLength? Length { get; init; }
}
