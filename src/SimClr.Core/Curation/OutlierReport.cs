namespace SimClr.Core.Curation;

/// <summary>What <see cref="OutlierFinder"/> found.</summary>
/// <param name="Outliers">The images whose score reaches the threshold, the highest first.</param>
/// <param name="Scores">The score of every image of the set, in its order.</param>
/// <param name="MedianDistance">The mean distance to the neighbors of the image in the middle, which the scores are relative to.</param>
public sealed record OutlierReport(IReadOnlyList<Outlier> Outliers, IReadOnlyList<double> Scores, double MedianDistance);
