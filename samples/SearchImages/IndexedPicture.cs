using Microsoft.Extensions.VectorData;

namespace SimClr.Core.Samples.SearchImages;

/// <summary>A picture as the store keeps it.</summary>
internal sealed class IndexedPicture
{
    [VectorStoreKey]
    public required string Path { get; init; }

    /// <summary>Of a store with a database behind it, the attribute VectorStoreVector gives the length.</summary>
    public required ReadOnlyMemory<float> Vector { get; init; }
}
