namespace SimClr.Core.Curation;

/// <summary>What <see cref="DuplicateFinder"/> found within a set.</summary>
/// <param name="Groups">The groups, by the index of the image to keep.</param>
/// <param name="Threshold">The similarity that counted as alike, and what it was chosen from; null if only exact duplicates were looked for.</param>
public sealed record DuplicateReport(IReadOnlyList<DuplicateGroup> Groups, SimilarityThreshold? Threshold)
{
    /// <summary>Indices of all images but those to keep, ascending: what to remove.</summary>
    public IReadOnlyList<int> Removable => [.. Groups.SelectMany(group => group.Duplicates).Select(pair => pair.Second).Order()];
}
