namespace SimClr.Core.Curation;

/// <summary>An image that resembles no other.</summary>
/// <param name="Index">Its index in the set.</param>
/// <param name="Path">Its file; null if it has none.</param>
/// <param name="Score">In [0, 1]; 0.5 for the image in the middle of the set, 1 for one that has nothing in common with any other.</param>
/// <param name="Distance">Its mean cosine distance to its neighbors, in [0, 2].</param>
/// <param name="Reason">The same in words.</param>
public sealed record Outlier(int Index, string? Path, double Score, double Distance, string Reason);
