using System.Numerics;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;

namespace SimClr.Tool.Explore.Maps;

/// <summary>Where the pictures lie, and in which group.</summary>
/// <param name="Points">One for each picture.</param>
/// <param name="Clusters">The group of each, from 0, the largest first; -1 between groups.</param>
/// <param name="Place">Where a picture would lie that is not in the collection, by its vector. May be called by any number of threads.</param>
internal sealed record MapLayout(Vector2[] Points, short[] Clusters, Func<ReadOnlyMemory<float>, CancellationToken, Vector2> Place)
{
    /// <summary>Finds the groups.</summary>
    public static MapLayout Of(ReadOnlySpan<Vector2> points, Func<ReadOnlyMemory<float>, CancellationToken, Vector2> place)
        => new(points.ToArray(), MapClusters.Find(points), place);

    /// <summary>Of a map, on which others find their place.</summary>
    /// <param name="map">The map.</param>
    /// <param name="embeddings">What it was made of; borrowed.</param>
    public static MapLayout Of(EmbeddingMap map, EmbeddingSet embeddings) => Of(map.Points, (vector, token) =>
    {
        using EmbeddingSet added = new(vector.ToArray(), vector.Length, modelId: embeddings.ModelId);
        return map.Place(embeddings, added, token)[0];
    });
}
