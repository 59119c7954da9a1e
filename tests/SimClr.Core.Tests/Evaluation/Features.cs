using SimClr.Core.Evaluation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Evaluation;

/// <summary>Feature sets for tests.</summary>
internal static class Features
{
    /// <summary>Classes around random centers, as far from each other as they are wide: no classifier is perfect on them.</summary>
    public static FeatureSet Clusters(int count, int dimension, int classes, long seed, double width = 1)
    {
        double[] centers = Gaussians(classes * dimension, seed: 12345);
        double[] noise = Gaussians(count * dimension, seed);
        float[] values = new float[count * dimension];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(centers[i / dimension % classes * dimension + i % dimension] + width * noise[i]);
        return new FeatureSet(values, dimension, [.. Enumerable.Range(0, count).Select(image => image % classes)]);
    }

    /// <summary>Features without labels.</summary>
    public static FeatureSet Random(int count, int dimension, long seed)
        => new([.. Gaussians(count * dimension, seed).Select(value => (float)value)], dimension);

    /// <summary>The same images with other features.</summary>
    public static FeatureSet Map(FeatureSet set, Func<int, float, float> map)
    {
        float[] values = [.. set.Values.ToArray().Select((value, i) => map(i % set.Dimension, value))];
        return new FeatureSet(values, set.Dimension, set.HasLabels ? set.Labels.ToArray() : null);
    }

    /// <summary>Cosine similarity in double.</summary>
    public static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        (double product, double leftSquare, double rightSquare) = (0, 0, 0);
        for (int i = 0; i < left.Length; i++)
        {
            product += (double)left[i] * right[i];
            leftSquare += (double)left[i] * left[i];
            rightSquare += (double)right[i] * right[i];
        }

        return leftSquare * rightSquare == 0 ? 0 : product / Math.Sqrt(leftSquare * rightSquare);
    }

    private static double[] Gaussians(int count, long seed)
    {
        RandomStream random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }
}
