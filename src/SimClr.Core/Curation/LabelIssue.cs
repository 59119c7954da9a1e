namespace SimClr.Core.Curation;

/// <summary>An image whose label may be wrong.</summary>
public sealed record LabelIssue
{
    /// <summary>Its index in the set.</summary>
    public required int Index { get; init; }

    /// <summary>Its file; null if it has none.</summary>
    public string? Path { get; init; }

    /// <summary>The label that it has.</summary>
    public required int Label { get; init; }

    /// <summary>The class that it looks like.</summary>
    public required int Suggested { get; init; }

    /// <summary>
    /// In [0, 1]: 1 less the mean of <see cref="Probability"/> and <see cref="NeighborShare"/>, so 1 if nothing speaks for the label.
    /// </summary>
    public required double Score { get; init; }

    /// <summary>The probability of the label by a classifier that has not seen the image, in [0, 1].</summary>
    public required double Probability { get; init; }

    /// <summary>The part of the neighbors that has this label, in [0, 1].</summary>
    public required double NeighborShare { get; init; }

    /// <summary>The same in words.</summary>
    public required string Reason { get; init; }
}
