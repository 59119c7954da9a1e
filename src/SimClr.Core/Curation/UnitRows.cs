using System.Numerics.Tensors;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Tensors;

namespace SimClr.Core.Curation;

/// <summary>Vectors scaled to length 1, in managed memory; one that is zero stays zero.</summary>
internal sealed class UnitRows
{
    private const int RowsOfATask = 512;

    private readonly float[] _values;

    private UnitRows(FeatureSet features, float[] values) => (Features, _values, Count, Dimension) = (features, values, features.Count, features.Dimension);

    public int Count { get; }

    public int Dimension { get; }

    /// <summary>The same, for a search.</summary>
    public FeatureSet Features { get; }

    public ReadOnlySpan<float> this[int index] => _values.AsSpan(index * Dimension, Dimension);

    /// <summary>A copy of a set's vectors.</summary>
    public static UnitRows Of(EmbeddingSet images)
    {
        float[] values = FeatureSetChecks.Allocate(images.Count, images.Dimension);
        for (int i = 0; i < images.Count; i++)
            UnitLength.Normalize(images.Row(i), values.AsSpan(i * images.Dimension, images.Dimension));
        return new UnitRows(new FeatureSet(values, images.Dimension), values);
    }

    /// <summary>The cosine similarity of every image to one direction.</summary>
    /// <param name="direction">[D], of length 1.</param>
    /// <param name="take">Gets an image and its similarity; called from several threads, each image once.</param>
    public void Compare(float[] direction, Action<int, float> take)
    {
        int tasks = (Count + RowsOfATask - 1) / RowsOfATask;
        Parallel.For(0, tasks, task =>
        {
            for (int i = task * RowsOfATask; i < Math.Min(Count, (task + 1) * RowsOfATask); i++)
                take(i, TensorPrimitives.Dot(this[i], direction));
        });
    }

    /// <summary>The direction of the mean of some images, [D]; zeros if they cancel out.</summary>
    public float[] MeanDirection(IEnumerable<int> images)
    {
        double[] sum = new double[Dimension];
        foreach (int image in images)
        {
            ReadOnlySpan<float> row = this[image];
            for (int i = 0; i < sum.Length; i++)
                sum[i] += row[i];
        }

        float[] mean = new float[Dimension];
        double scale = Math.Sqrt(sum.Sum(value => value * value));
        if (scale > 0)
        {
            for (int i = 0; i < mean.Length; i++)
                mean[i] = (float)(sum[i] / scale);
        }

        return mean;
    }
}
