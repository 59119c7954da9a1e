namespace SimClr.Core.Curation;

/// <summary>The similarity that two images must have before their pixels are compared.</summary>
/// <param name="Value">In [-1, 1]; -1 compares all neighbors.</param>
/// <param name="IsChosen">Whether it was chosen from the data; false if it was given.</param>
/// <param name="Histogram">The similarities of all neighbors whose pixels were compared, by what the comparison said.</param>
public sealed record SimilarityThreshold(double Value, bool IsChosen, SimilarityHistogram Histogram);
