namespace SimClr.Core.Embeddings;

/// <summary>An image as a vector.</summary>
/// <param name="Index">Its index in its source.</param>
/// <param name="Vector">Its D values.</param>
/// <param name="Path">Its file; null if its source knows none.</param>
/// <param name="Label">Its label; null if it has none.</param>
public sealed record ImageEmbedding(int Index, ReadOnlyMemory<float> Vector, string? Path = null, int? Label = null);
