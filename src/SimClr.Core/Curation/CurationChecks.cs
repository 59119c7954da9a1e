using SimClr.Core.Embeddings;

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
}
