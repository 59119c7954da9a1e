using SimClr.Core.Curation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Curation;

/// <summary>Drawn pictures with shapes of all sizes, as photographs have them, and copies of them.</summary>
internal static class Pictures
{
    /// <summary>RGB bytes [height, width, 3] of a picture that the seed tells from others.</summary>
    public static byte[] Bytes(int seed, int width = 96, int height = 96)
    {
        double[] sum = new double[3 * width * height];
        foreach (int cells in (int[])[3, 7, 15, 31])
        {
            RandomStream random = new(seed, 0, cells);
            double[] grid = [.. Enumerable.Range(0, 3 * (cells + 2) * (cells + 2)).Select(_ => random.NextGaussian())];
            for (int at = 0; at < sum.Length; at++)
            {
                (int channel, double x, double y) = (at % 3, at / 3 % width * (double)cells / width, at / 3 / width * (double)cells / height);
                (int column, int row) = ((int)x, (int)y);
                double At(int r, int c) => grid[((row + r) * (cells + 2) + column + c) * 3 + channel];
                double above = At(0, 0) + (x - column) * (At(0, 1) - At(0, 0)), below = At(1, 0) + (x - column) * (At(1, 1) - At(1, 0));
                sum[at] += above + (y - row) * (below - above);
            }
        }

        return [.. sum.Select(value => (byte)Math.Clamp(128 + 30 * value, 0, 255))];
    }

    public static Image Of(int seed, int width = 96, int height = 96) => new(Bytes(seed, width, height), width, height, 3);

    public static Image Map(Image image, Func<byte, double> map)
        => new((byte[])[.. image.Bytes.ToArray().Select(value => (byte)Math.Clamp(map(value), 0, 255))], image.Width, image.Height, image.Channels);

    public static Image Crop(Image image, int left, int top, int width, int height)
    {
        byte[] bytes = new byte[3 * width * height];
        for (int y = 0; y < height; y++)
            image.Bytes.Slice(3 * ((top + y) * image.Width + left), 3 * width).CopyTo(bytes.AsSpan(3 * y * width));
        return new Image(bytes, width, height, 3);
    }

    public static Image Mirror(Image image)
    {
        byte[] bytes = new byte[image.Bytes.Length];
        for (int at = 0; at < bytes.Length; at++)
        {
            (int row, int column, int channel) = (at / 3 / image.Width, at / 3 % image.Width, at % 3);
            bytes[at] = image.Bytes[3 * (row * image.Width + image.Width - 1 - column) + channel];
        }

        return new Image(bytes, image.Width, image.Height, 3);
    }

    /// <summary>Images with vectors of which every one is a neighbor of every other.</summary>
    public static InspectedImages Inspected(params Image[] images)
        => new(Alike(images.Length), ImageInspector.Inspect(new InMemorySource(images)));

    /// <summary>Vectors that differ by little.</summary>
    public static EmbeddingSet Alike(int count, string? modelId = null)
    {
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++)
            (values[2 * i], values[2 * i + 1]) = (1, 0.001f * i);
        return new EmbeddingSet(values, 2, modelId: modelId);
    }
}
