using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Curation.Maps;

/// <summary>The checks of what meets a map, each with a message that says what was expected.</summary>
internal static class MapChecks
{
    /// <summary>A digest of all vectors.</summary>
    public static string Fingerprint(EmbeddingSet embeddings)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int index = 0; index < embeddings.Count; index++)
            hash.AppendData(MemoryMarshal.AsBytes(embeddings.Row(index)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Checks that vectors are those of a map.</summary>
    public static void RequireMapped(EmbeddingMap map, EmbeddingSet mapped)
    {
        ArgumentNullException.ThrowIfNull(mapped);
        if (mapped.Count != map.Count || mapped.Dimension != map.Dimension)
        {
            throw new ArgumentException(
                $"Expected the {map.Count} vectors of length {map.Dimension} that the map was made of, found {mapped.Count} of length "
                + $"{mapped.Dimension}.",
                nameof(mapped));
        }

        if (Fingerprint(mapped) != map.Fingerprint)
        {
            throw new ArgumentException(
                $"Expected the {map.Count} vectors that the map was made of, in their order, found others (their SHA-256 differs).",
                nameof(mapped));
        }
    }

    /// <summary>Checks that new vectors can be compared with old ones.</summary>
    public static void RequireComparable(EmbeddingSet mapped, EmbeddingSet added)
    {
        ArgumentNullException.ThrowIfNull(added);
        if (added.Dimension != mapped.Dimension)
            throw new ArgumentException($"Expected vectors of length {mapped.Dimension}, found {added.Dimension}.", nameof(added));
        if (mapped.ModelId is not null && added.ModelId is not null && mapped.ModelId != added.ModelId)
        {
            throw new ArgumentException(
                $"Expected vectors of the model '{mapped.ModelId}', found those of '{added.ModelId}'; they cannot be compared.", nameof(added));
        }
    }

    /// <summary>Checks neighbors that a caller brings.</summary>
    /// <param name="neighbors">The neighbors.</param>
    /// <param name="vectors">Number of vectors.</param>
    /// <param name="count">The neighbors that are needed of each.</param>
    /// <param name="perplexity">Why.</param>
    public static void RequireNeighbors(Neighbors neighbors, int vectors, int count, double perplexity)
    {
        if (neighbors.QueryCount != vectors)
            throw new ArgumentException($"Expected neighbors of {vectors} vectors, found those of {neighbors.QueryCount}.", nameof(neighbors));
        if (neighbors.Count < count)
        {
            throw new ArgumentException(
                $"A perplexity of {perplexity} takes {count} neighbors of each vector, found {neighbors.Count}. Search for more, or set "
                + $"{nameof(EmbeddingMapOptions.Perplexity)} to a third of their number.",
                nameof(neighbors));
        }

        for (int query = 0; query < vectors; query++)
        {
            foreach (int index in neighbors.Indices(query))
            {
                if (index == query || index >= vectors)
                {
                    throw new ArgumentException(
                        $"Expected neighbors within the set, the vector itself left out, found vector {index} among those of {query}.",
                        nameof(neighbors));
                }
            }
        }
    }
}
