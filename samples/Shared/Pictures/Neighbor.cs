namespace SimClr.Core.Samples.Pictures;

/// <summary>An image near another one in representation space.</summary>
/// <param name="Index">Its index in the source that was searched.</param>
/// <param name="Similarity">Cosine similarity of the two representations, in [-1, 1].</param>
public readonly record struct Neighbor(int Index, double Similarity);
