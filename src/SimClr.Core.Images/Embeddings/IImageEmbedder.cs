using Microsoft.Extensions.AI;
using SimClr.Core.Data;

namespace SimClr.Core.Embeddings;

/// <summary>Turns images into vectors by a trained network, wherever the network runs.</summary>
/// <remarks>
/// <para>Also an <c>IEmbeddingGenerator</c> of Microsoft.Extensions.AI, so vector stores take it;
/// <see cref="ImageEmbedderExtensions.ForDataContent"/> gives one for pictures in messages. An implementation writes
/// <see cref="Embed"/>; files, streams, folders and single images are extension methods over it.</para>
/// <para>Implementations may be called from several threads at once.</para>
/// </remarks>
public interface IImageEmbedder : IEmbeddingGenerator<Image, Embedding<float>>
{
    /// <summary>D, the length of a vector.</summary>
    int Dimension { get; }

    /// <summary>What tells the model from others, its name and a hash of its weights, say: vectors of different models cannot be compared.</summary>
    string ModelId { get; }

    /// <summary>The channels that images must have: 3 for color, 1 for gray.</summary>
    int InputChannels { get; }

    /// <summary>Embeds all images of a source in order, in batches that are read ahead.</summary>
    /// <param name="images">The images, of any sizes; of one number of channels.</param>
    /// <param name="cancellationToken">Ends the enumeration between two batches.</param>
    /// <returns>One for each image; nothing is read before the first is asked for.</returns>
    /// <exception cref="ArgumentException">An image has another number of channels than the network takes.</exception>
    /// <exception cref="ImageReadException">An image cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The embedder has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    IEnumerable<ImageEmbedding> Embed(IImageSource images, CancellationToken cancellationToken = default);

    /// <summary>The vectors of single images, in one batch, on a thread of the pool.</summary>
    /// <inheritdoc/>
    Task<GeneratedEmbeddings<Embedding<float>>> IEmbeddingGenerator<Image, Embedding<float>>.GenerateAsync(
        IEnumerable<Image> values, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
        => EmbeddingGeneration.RunAsync(this, values, options, cancellationToken);

    /// <summary>This object, or <see cref="EmbeddingGeneratorMetadata"/>, if that is what is asked for; else null.</summary>
    object? IEmbeddingGenerator.GetService(Type serviceType, object? serviceKey) => EmbeddingGeneration.GetService(this, serviceType, serviceKey);
}
