using SimClr.Core.Embeddings;
using SimClr.Core.Randomness;

namespace SimClr.Core.Benchmarks.Map;

/// <summary>Vectors to map.</summary>
internal static class MapVectors
{
    private const int Groups = 50;
    private const int Freedom = 8;
    private const double Noise = 0.05;

    /// <summary>
    /// Groups of vectors, [n, D], each on a plane of its own of eight dimensions, with a little noise, negative values cut off as by a ReLU.
    /// </summary>
    public static float[] Synthetic(int count, int length)
    {
        double[][] centers = [.. Enumerable.Range(0, Groups).Select(group => Gaussian(group, 0, length))];
        double[][] directions = [.. Enumerable.Range(0, Groups * Freedom).Select(direction => Gaussian(direction, 1, length))];
        float[] values = new float[count * length];
        Parallel.For(0, count, image =>
        {
            RandomStream random = new(seed: 1, epoch: 2, image);
            int group = random.NextInt32(Groups);
            double[] sum = [.. centers[group]];
            for (int i = 0; i < Freedom; i++)
            {
                double along = 0.5 * random.NextGaussian();
                for (int j = 0; j < length; j++)
                    sum[j] += along * directions[group * Freedom + i][j];
            }

            for (int j = 0; j < length; j++)
                values[image * length + j] = (float)Math.Max(0, sum[j] + Noise * random.NextGaussian());
        });
        return values;
    }

    /// <summary>Those of a file, at most so many.</summary>
    public static float[] Read(string file, ref int count, ref int dimension)
    {
        using EmbeddingSet set = EmbeddingSet.Load(file);
        (count, dimension) = (Math.Min(count, set.Count), set.Dimension);
        float[] values = new float[count * dimension];
        for (int image = 0; image < count; image++)
            set.Row(image).CopyTo(values.AsSpan(image * dimension));
        return values;
    }

    private static double[] Gaussian(int number, int kind, int length)
    {
        RandomStream random = new(seed: 1, epoch: kind, image: number);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextGaussian())];
    }
}
