using SimClr.Core.Validation;

namespace SimClr.Core.Embeddings;

/// <summary>Options of image embedders.</summary>
public sealed class ImageEmbedderOptions
{
    /// <summary>Images in one forward pass. Default 64; range 1 to 65,536.</summary>
    [InRange(1, 65_536)]
    public int BatchSize { get; set; } = 64;

    /// <summary>Threads that read and prepare images; the vectors do not depend on it. Default 0: one per processor. Range 0 to 1024.</summary>
    [InRange(0, 1024)]
    public int Workers { get; set; }

    /// <summary>Whether vectors are scaled to unit length, so that their dot product is the cosine similarity. Default false.</summary>
    public bool Normalize { get; set; }

    internal ImageEmbedderOptions Copy() => (ImageEmbedderOptions)MemberwiseClone();
}
