namespace SimClr.Core.Embeddings;

/// <summary>An image that <see cref="EmbeddingSearch"/> found.</summary>
/// <param name="Index">Its index in the set.</param>
/// <param name="Similarity">The cosine similarity to what was looked for, from -1 to 1; 0 where one of both vectors is all zero.</param>
public readonly record struct EmbeddingMatch(int Index, float Similarity);
