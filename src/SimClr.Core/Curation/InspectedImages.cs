using SimClr.Core.Embeddings;

namespace SimClr.Core.Curation;

/// <summary>The images of a set with their vectors and with what their pixels say.</summary>
/// <remarks>Immutable. The vectors are borrowed.</remarks>
public sealed class InspectedImages
{
    /// <summary>Puts both together.</summary>
    /// <param name="embeddings">The vectors.</param>
    /// <param name="facts">Of the same images in the same order.</param>
    /// <exception cref="ArgumentException">There are more or fewer facts than vectors, or an image has another path than its facts.</exception>
    public InspectedImages(EmbeddingSet embeddings, IReadOnlyList<ImageFacts> facts)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Count != embeddings.Count)
            throw new ArgumentException($"Expected facts of each of the {embeddings.Count} images, found {facts.Count}.", nameof(facts));
        for (int i = 0; i < facts.Count; i++)
        {
            if (embeddings.GetPath(i) is { } path && facts[i].Path is { } other && Path.GetFullPath(path) != Path.GetFullPath(other))
                throw new ArgumentException($"Expected the same images in the same order: image {i} has the vector of {path}, but the facts of {other}.", nameof(facts));
        }

        (Embeddings, Facts) = (embeddings, facts);
    }

    /// <summary>The vectors.</summary>
    public EmbeddingSet Embeddings { get; }

    /// <summary>What the pixels say.</summary>
    public IReadOnlyList<ImageFacts> Facts { get; }

    /// <summary>Number of images.</summary>
    public int Count => Facts.Count;
}
