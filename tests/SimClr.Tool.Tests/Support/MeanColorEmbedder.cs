using SimClr.Core.Data;
using SimClr.Core.Embeddings;

namespace SimClr.Tool.Tests.Support;

/// <summary>Vectors of 12 numbers: the mean color of each quarter of a picture, from -0.5 to 0.5. No model needed.</summary>
internal sealed class MeanColorEmbedder : IImageEmbedder
{
    private const int Channels = 3;
    private const int Quarters = 4;

    public int Dimension => Quarters * Channels;

    public string ModelId => "mean-color";

    public int InputChannels => Channels;

    public IEnumerable<ImageEmbedding> Embed(IImageSource images, CancellationToken cancellationToken = default)
        => Enumerable.Range(0, images.Count).Select(index => new ImageEmbedding(index, Vector(images.Read(index)), images.GetPath(index), images.GetLabel(index)));

    public void Dispose()
    {
    }

    private static float[] Vector(Image image)
    {
        float[] sums = new float[Quarters * Channels];
        for (int at = 0; at < image.Bytes.Length; at++)
        {
            (int pixel, int channel) = Math.DivRem(at, Channels);
            (int y, int x) = Math.DivRem(pixel, image.Width);
            int quarter = 2 * y / image.Height * 2 + 2 * x / image.Width;
            sums[quarter * Channels + channel] += image.Bytes[at] / 255f;
        }

        float pixels = (float)image.Width * image.Height / Quarters;
        return [.. sums.Select(sum => sum / pixels - 0.5f)];
    }
}
