namespace SimClr.Core.Curation;

/// <summary>Test images that the training set has, too.</summary>
/// <param name="Leaks">
/// One pair for each such test image, by its index: first the test image, second the training image that is most like it.
/// </param>
/// <param name="Threshold">The similarity that counted as alike, and what it was chosen from.</param>
public sealed record LeakReport(IReadOnlyList<DuplicatePair> Leaks, SimilarityThreshold Threshold);
