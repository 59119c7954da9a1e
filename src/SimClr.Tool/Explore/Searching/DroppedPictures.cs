using SimClr.Core.Data;
using SimClr.Core.Embeddings;

namespace SimClr.Tool.Explore.Searching;

/// <summary>Embeds pictures that a user drops on the page. The model is opened with the first, and kept.</summary>
/// <param name="open">Opens the model.</param>
internal sealed class DroppedPictures(Func<IImageEmbedder> open) : IDisposable
{
    // As when the collection was embedded.
    private const int DecodedSide = 256;

    // One at a time: a decoded photograph takes hundreds of megabytes.
    private readonly SemaphoreSlim _turn = new(1);
    private IImageEmbedder? _embedder;

    /// <summary>The vector of a picture.</summary>
    /// <param name="file">The bytes of its file; decoded within the bounds of <see cref="ImageDecodingOptions"/>.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="ImageReadException">That is no picture, damaged or too large.</exception>
    public async Task<ReadOnlyMemory<float>> EmbedAsync(byte[] file, CancellationToken token)
    {
        await _turn.WaitAsync(token);
        try
        {
            return await Task.Run(() => Embed(file), token);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _embedder?.Dispose();
        _turn.Dispose();
    }

    private ReadOnlyMemory<float> Embed(byte[] file)
    {
        _embedder ??= open();
        return _embedder.Embed(Image.Decode(file, new ImageDecodingOptions
        {
            Channels = _embedder.InputChannels == 1 ? ImageChannels.Gray : ImageChannels.Rgb,
            SampleDepth = SampleDepth.UInt8,
            MinimumDecodeSide = DecodedSide,
            MaximumFileBytes = ExploreServer.MaximumUploadBytes,
        }));
    }
}
