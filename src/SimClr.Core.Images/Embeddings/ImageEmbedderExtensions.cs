using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using SimClr.Core.Data;

namespace SimClr.Core.Embeddings;

/// <summary>Embeds single images, files, streams and folders.</summary>
public static class ImageEmbedderExtensions
{
    // Two batches of the default size: the reader of the results may be slow for a moment.
    private const int Ahead = 128;

    /// <summary>The vector of one image.</summary>
    /// <param name="embedder">The network.</param>
    /// <param name="image">Of the network's channels, of any size.</param>
    /// <inheritdoc cref="IImageEmbedder.Embed" path="/exception"/>
    public static ReadOnlyMemory<float> Embed(this IImageEmbedder embedder, Image image)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(image);
        return embedder.Embed(new InMemorySource([image])).Single().Vector;
    }

    /// <summary>The vector of a picture in a file.</summary>
    /// <param name="embedder">The network.</param>
    /// <param name="path">The file; decoded to the channels that the network takes.</param>
    /// <inheritdoc cref="IImageEmbedder.Embed" path="/exception"/>
    public static ReadOnlyMemory<float> Embed(this IImageEmbedder embedder, string path)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        return embedder.Embed(Image.Load(path, Decoding(embedder)));
    }

    /// <summary>The vector of a picture in a stream.</summary>
    /// <param name="embedder">The network.</param>
    /// <param name="stream">Read to its end; not disposed.</param>
    /// <inheritdoc cref="IImageEmbedder.Embed" path="/exception"/>
    public static ReadOnlyMemory<float> Embed(this IImageEmbedder embedder, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        return embedder.Embed(Image.Decode(stream, Decoding(embedder)));
    }

    /// <summary>Embeds all pictures of a folder and its sub-folders, without blocking the caller.</summary>
    /// <remarks>Files that cannot be decoded at opening are left out. Leaving the enumeration early stops the work.</remarks>
    /// <param name="embedder">The network.</param>
    /// <param name="folder">The folder; sub-folders are no classes.</param>
    /// <param name="progress">Gets the number of images that are done, and of all, after each.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <inheritdoc cref="IImageEmbedder.Embed" path="/exception"/>
    public static async IAsyncEnumerable<ImageEmbedding> EmbedFolderAsync(
        this IImageEmbedder embedder,
        string folder,
        IProgress<(int Done, int All)>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ImageFolderOptions options = new()
        {
            Layout = ImageFolderLayout.Unlabeled,
            UnreadableImages = UnreadableImages.Skip,
            Decoding = Decoding(embedder),
            CacheBytes = 0,
        };
        ImageFolderSource source = await Task.Run(() => new ImageFolderSource(folder, options), cancellationToken).ConfigureAwait(false);
        await foreach (ImageEmbedding image in embedder.EmbedAsync(source, progress, cancellationToken).ConfigureAwait(false))
            yield return image;
    }

    /// <summary>Embeds all images of a source in order, without blocking the caller.</summary>
    /// <remarks>Leaving the enumeration early stops the work.</remarks>
    /// <param name="embedder">The network.</param>
    /// <param name="images">The images.</param>
    /// <param name="progress">Gets the number of images that are done, and of all, after each.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <inheritdoc cref="IImageEmbedder.Embed" path="/exception"/>
    public static async IAsyncEnumerable<ImageEmbedding> EmbedAsync(
        this IImageEmbedder embedder,
        IImageSource images,
        IProgress<(int Done, int All)>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(images);
        using CancellationTokenSource left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<ImageEmbedding> channel = Channel.CreateBounded<ImageEmbedding>(new BoundedChannelOptions(Ahead) { SingleReader = true });
        Task work = Task.Run(() => FillAsync(embedder, images, channel.Writer, left.Token), CancellationToken.None);
        try
        {
            int done = 0;
            await foreach (ImageEmbedding image in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return image;
                progress?.Report((++done, images.Count));
            }
        }
        finally
        {
            await left.CancelAsync().ConfigureAwait(false);
            // What failed is told by the channel; here the work is only waited for.
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A generator of embeddings for the pictures of messages, for programs on Microsoft.Extensions.AI.</summary>
    /// <param name="embedder">The network; borrowed, so disposing the generator does not dispose it.</param>
    public static IEmbeddingGenerator<DataContent, Embedding<float>> ForDataContent(this IImageEmbedder embedder)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        return new DataContentGenerator(embedder, Decoding(embedder));
    }

    private static async Task FillAsync(
        IImageEmbedder embedder, IImageSource images, ChannelWriter<ImageEmbedding> writer, CancellationToken cancellationToken)
    {
        try
        {
            foreach (ImageEmbedding image in embedder.Embed(images, cancellationToken))
                await writer.WriteAsync(image, cancellationToken).ConfigureAwait(false);
            writer.Complete();
        }
        catch (Exception failure)
        {
            writer.Complete(failure);
        }
    }

    private static ImageDecodingOptions Decoding(IImageEmbedder embedder)
        => new() { Channels = embedder.InputChannels == 1 ? ImageChannels.Gray : ImageChannels.Rgb };
}
