using System.Numerics.Tensors;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;

namespace SimClr.Core.Embeddings;

/// <summary>Images through a network, batch by batch: what all embedders share.</summary>
/// <param name="preprocessing">Of each image.</param>
/// <param name="layout">Of the network's input.</param>
/// <param name="options">Valid; nobody may change them afterwards.</param>
/// <param name="network">From a block of images to their vectors, one after the other. May be called from several threads.</param>
internal sealed class EmbeddingRun(
    ImagePreprocessing preprocessing, PixelLayout layout, ImageEmbedderOptions options, Func<ImageBlock, float[]> network)
{
    /// <inheritdoc cref="IImageEmbedder.Embed"/>
    public IEnumerable<ImageEmbedding> Embed(IImageSource images, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.Count == 0 ? [] : Blocks(images, cancellationToken);
    }

    private IEnumerable<ImageEmbedding> Blocks(IImageSource images, CancellationToken cancellationToken)
    {
        ImageBlockReader reader = new(images, preprocessing.Steps, layout, options.Workers);
        if (reader.Size != preprocessing.Shape)
        {
            throw new ArgumentException(
                ChannelMismatch.OfEncoder(preprocessing.Shape.Channels, reader.Size, $"{images.NameOf(0)} is")
                ?? $"The preprocessing should give {preprocessing.Shape} ([C, H, W]), but gives {reader.Size} for {images.NameOf(0)}: {preprocessing.Steps}.",
                nameof(images));
        }

        foreach (ImageBlock block in reader.ReadAll(options.BatchSize, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int first, float[] vectors) = (block.First, network(block));
            int dimension = vectors.Length / block.Count;
            for (int row = 0; row < block.Count; row++)
            {
                Memory<float> vector = vectors.AsMemory(row * dimension, dimension);
                Finish(vector.Span, images, first + row);
                yield return new ImageEmbedding(first + row, vector, images.GetPath(first + row), images.GetLabel(first + row));
            }
        }
    }

    private void Finish(Span<float> vector, IImageSource images, int index)
    {
        float norm = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(norm))
            throw new InvalidOperationException($"The network's output for {images.NameOf(index)} is not finite.");
        if (options.Normalize && norm > 0)
            TensorPrimitives.Divide(vector, norm, vector);
    }
}
