using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Curation;

/// <summary>The checks that several parts of curation share, each with a message that says what was found.</summary>
internal static class CurationChecks
{
    /// <summary>Checks that the vectors of two sets can be compared.</summary>
    /// <exception cref="ArgumentException">They are of different models or dimensions.</exception>
    public static void RequireComparable(EmbeddingSet first, EmbeddingSet second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Dimension != second.Dimension)
            throw new ArgumentException($"Expected vectors of one dimension, found {first.Dimension} and {second.Dimension}.");
        if (first.ModelId is { } one && second.ModelId is { } other && one != other)
            throw new ArgumentException($"Vectors of different models cannot be compared: found '{one}' and '{other}'.");
    }

    /// <summary>The nearest neighbors within a set, of those that a caller brings.</summary>
    /// <param name="neighbors">Neighbors of each image of the set, itself left out.</param>
    /// <param name="images">Number of images.</param>
    /// <param name="count">The neighbors that are needed of each.</param>
    /// <exception cref="ArgumentException">They are of more or fewer images, too few, or not within the set.</exception>
    public static Neighbors NearestWithin(Neighbors neighbors, int images, int count)
    {
        Neighbors nearest = NearestBetween(neighbors, images, images, count);
        for (int query = 0; query < images; query++)
        {
            if (nearest.Indices(query).Contains(query))
                throw new ArgumentException($"Expected neighbors within the set, each image itself left out, found image {query} among its own.", nameof(neighbors));
        }

        return nearest;
    }

    /// <summary>The nearest neighbors from another set, of those that a caller brings.</summary>
    /// <param name="neighbors">Neighbors of each query.</param>
    /// <param name="queries">Number of queries.</param>
    /// <param name="bank">Number of images that can be found.</param>
    /// <param name="count">The neighbors that are needed of each.</param>
    /// <exception cref="ArgumentException">They are of more or fewer images, too few, or not in the other set.</exception>
    public static Neighbors NearestBetween(Neighbors neighbors, int queries, int bank, int count)
    {
        if (neighbors.QueryCount != queries)
            throw new ArgumentException($"Expected neighbors of {queries} images, found those of {neighbors.QueryCount}.", nameof(neighbors));
        if (neighbors.Count < count)
            throw new ArgumentException($"Expected {count} neighbors of each image, as the options ask for, found {neighbors.Count}.", nameof(neighbors));
        Neighbors nearest = neighbors.Nearest(count);
        for (int query = 0; query < queries; query++)
        {
            foreach (int index in nearest.Indices(query))
            {
                if (index >= bank)
                    throw new ArgumentException($"Expected neighbors among {bank} images, found image {index} among those of {query}.", nameof(neighbors));
            }
        }

        return nearest;
    }
}
