using SimClr.Core.Randomness;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>Seeded embeddings, as rows and as tensors.</summary>
internal static class EmbeddingTensors
{
    /// <summary>2N rows; a pair's rows are alike to the degree of <paramref name="likeness"/>, from 0 (unrelated) to 1 (equal).</summary>
    public static double[][] Random(int pairs, int dimension, long seed = 1, double likeness = 0.5)
    {
        RandomStream random = new(seed);
        double[][] rows = [.. Enumerable.Range(0, 2 * pairs).Select(_ => Enumerable.Range(0, dimension).Select(_ => random.NextGaussian()).ToArray())];
        for (int i = 0; i < pairs; i++)
            for (int d = 0; d < dimension; d++)
                rows[pairs + i][d] = likeness * rows[i][d] + (1 - likeness) * rows[pairs + i][d];
        return rows;
    }

    /// <summary>
    /// V views of N images, [V*N, D] view by view; the views of an image are alike to the degree of <paramref name="likeness"/>.
    /// </summary>
    public static Tensor Views(int images, int views, int dimension, long seed = 1, double likeness = 0.5)
    {
        RandomStream random = new(seed);
        Tensor Gaussian(params long[] shape)
            => tensor([.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => random.NextGaussian())], shape);
        Tensor each = Gaussian(views, images, dimension) * (1 - likeness) + Gaussian(1, images, dimension) * likeness;
        return each.reshape(views * images, dimension);
    }

    public static (Tensor First, Tensor Second) Tensors(double[][] rows, ScalarType type = ScalarType.Float64)
    {
        double[] flat = [.. rows.SelectMany(row => row)];
        Tensor all = tensor(flat, [rows.Length, rows[0].Length]).to(type);
        Tensor[] halves = all.chunk(2);
        return (halves[0].clone(), halves[1].clone());
    }

    /// <summary>The rows that the tensors really hold, after rounding to their type.</summary>
    public static double[][] Rows(Tensor first, Tensor second)
    {
        using Tensor all = cat([first, second]).to(ScalarType.Float64);
        return [.. all.data<double>().ToArray().Chunk((int)all.shape[1])];
    }

    public static double[] Flat(this Tensor tensor) => tensor.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    /// <summary>Largest difference, relative to the largest expected element.</summary>
    public static double RelativeError(double[] actual, double[] expected)
        => actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max() / expected.Max(Math.Abs);
}
