using Microsoft.Extensions.AI;
using SimClr.Core.Data;

namespace SimClr.Core.Embeddings;

/// <summary>Embeds the pictures of messages.</summary>
internal sealed class DataContentGenerator(IImageEmbedder embedder, ImageDecodingOptions options)
    : IEmbeddingGenerator<DataContent, Embedding<float>>
{
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return embedder.GenerateAsync(values.Select(Decode), options, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType?.IsInstanceOfType(this) == true ? this : embedder.GetService(serviceType!, serviceKey);

    // The embedder is its maker's.
    public void Dispose()
    {
    }

    private Image Decode(DataContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.HasTopLevelMediaType("image")
            ? Image.Decode(content.Data.Span, options)
            : throw new ArgumentException($"Expected pictures (image/...), found content of the type {content.MediaType}.", nameof(content));
    }
}
