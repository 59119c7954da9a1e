using SimClr.Core.Data;
using SimClr.Core.Embeddings;

namespace SimClr.Core.Tests.Embeddings;

/// <summary>The first pixel as vector: an embedder without a network.</summary>
internal sealed class ChannelEmbedder : IImageEmbedder
{
    public int Dimension => 3;

    public string ModelId => "first-pixel-1";

    public int InputChannels => 3;

    public IEnumerable<ImageEmbedding> Embed(IImageSource images, CancellationToken cancellationToken = default)
        => Enumerable.Range(0, images.Count).Select(index => new ImageEmbedding(
            index, images.Read(index).Bytes[..3].ToArray().Select(value => (float)value).ToArray(), images.GetPath(index), images.GetLabel(index)));

    public void Dispose()
    {
    }
}
