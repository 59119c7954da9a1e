using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Tool.Explore.Pictures;

namespace SimClr.Tool.Explore.Searching;

/// <summary>Embeds pictures that a user drops on the page. The model is opened with the first, and kept.</summary>
/// <param name="open">Opens the model.</param>
internal sealed class DroppedPictures(Func<IImageEmbedder> open) : IDisposable
{
    // As when the collection was embedded.
    private const int DecodedSide = 256;

    private const int PreviewSide = 256;
    private const int PreviewQuality = 85;

    // One at a time: a decoded photograph takes hundreds of megabytes.
    private readonly SemaphoreSlim _turn = new(1);
    private IImageEmbedder? _embedder;

    /// <summary>Reads and embeds a picture.</summary>
    /// <param name="file">The bytes of its file; decoded within the bounds of <see cref="ImageDecodingOptions"/>.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="ImageReadException">That is no picture, damaged or too large.</exception>
    public async Task<DroppedPicture> EmbedAsync(byte[] file, CancellationToken token)
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

    private DroppedPicture Embed(byte[] file)
    {
        _embedder ??= open();
        Image image = Image.Decode(file, new ImageDecodingOptions
        {
            Channels = _embedder.InputChannels == 1 ? ImageChannels.Gray : ImageChannels.Rgb,
            SampleDepth = SampleDepth.UInt8,
            MinimumDecodeSide = DecodedSide,
            MaximumFileBytes = ExploreServer.MaximumUploadBytes,
        });
        return new DroppedPicture(_embedder.Embed(image), PictureRendering.ToWebP(image, PreviewSide, PreviewQuality));
    }
}
