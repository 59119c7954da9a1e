namespace SimClr.Core.Samples.Pictures;

/// <summary>A query image and its nearest neighbors, nearest first.</summary>
/// <param name="Query">Index of the query in its own source.</param>
/// <param name="Neighbors">What was found.</param>
public sealed record NeighborRow(int Query, IReadOnlyList<Neighbor> Neighbors);
