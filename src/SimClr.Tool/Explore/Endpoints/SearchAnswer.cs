using SimClr.Core.Embeddings;

namespace SimClr.Tool.Explore.Endpoints;

/// <summary>What was found for a picture that is not in the collection.</summary>
/// <param name="Matches">The pictures like it, the most similar first.</param>
/// <param name="Place">x and y of where it would lie on the map; null while there is no map.</param>
/// <param name="Preview">A small copy of it, as WebP.</param>
internal sealed record SearchAnswer(IReadOnlyList<EmbeddingMatch> Matches, float[]? Place, byte[] Preview);
