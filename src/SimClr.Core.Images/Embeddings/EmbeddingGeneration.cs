using Microsoft.Extensions.AI;
using SimClr.Core.Data;

namespace SimClr.Core.Embeddings;

/// <summary>What Microsoft.Extensions.AI asks of an embedder.</summary>
internal static class EmbeddingGeneration
{
    private const string Provider = "SimClr.Core";

    public static Task<GeneratedEmbeddings<Embedding<float>>> RunAsync(
        IImageEmbedder embedder, IEnumerable<Image> images, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(images);
        Image[] all = [.. images];
        if (options?.Dimensions is { } wanted && wanted != embedder.Dimension)
        {
            throw new ArgumentException(
                $"Expected {nameof(EmbeddingGenerationOptions.Dimensions)} to be {embedder.Dimension}, the only length that this model gives, found {wanted}.",
                nameof(options));
        }

        return all.Length == 0 ? Task.FromResult(new GeneratedEmbeddings<Embedding<float>>()) : Task.Run(Generate, cancellationToken);

        GeneratedEmbeddings<Embedding<float>> Generate() => new(embedder.Embed(new InMemorySource(all), cancellationToken)
            .Select(image => new Embedding<float>(image.Vector) { ModelId = embedder.ModelId }));
    }

    public static object? GetService(IImageEmbedder embedder, Type serviceType, object? serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata))
            return new EmbeddingGeneratorMetadata(Provider, defaultModelId: embedder.ModelId, defaultModelDimensions: embedder.Dimension);
        return serviceType.IsInstanceOfType(embedder) ? embedder : null;
    }
}
