using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>The mean and the standard deviation of each feature over a training set.</summary>
internal sealed class Standardization
{
    private const int BlockRows = 4096;
    private const double SingleRounding = 1.2e-7;

    private Standardization(Tensor mean, Tensor scale)
    {
        Mean = mean;
        Scale = scale;
    }

    /// <summary>[1, F] in double precision.</summary>
    public Tensor Mean { get; }

    /// <summary>The standard deviation, [1, F] in double precision; 1 for a feature that never changes.</summary>
    public Tensor Scale { get; }

    /// <summary>The one that leaves F features as they are.</summary>
    public static Standardization None(int dimension, Device device)
        => new(zeros(1, dimension, dtype: ScalarType.Float64, device: device), ones(1, dimension, dtype: ScalarType.Float64, device: device));

    /// <summary>Measures features [n, F] and brings them, in place, to mean 0 and standard deviation 1.</summary>
    public static Standardization Apply(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        // Two passes in double precision: exact also where the mean is large beside the deviation.
        Tensor mean = Sum(features, block => block) / Scalars.Of(features.shape[0]);
        Tensor deviation = (Sum(features, block => block.sub(mean).pow(Scalars.Of(2))) / Scalars.Of(features.shape[0])).sqrt();
        Tensor scale = where(deviation > mean.abs() * Scalars.Of(SingleRounding), deviation, ones_like(deviation));
        foreach (Tensor block in Blocks(features))
        {
            using DisposeScope inner = NewDisposeScope();
            block.copy_(block.to(ScalarType.Float64).sub(mean).div(scale));
        }

        return new Standardization(mean.MoveToOuterDisposeScope(), scale.MoveToOuterDisposeScope());
    }

    /// <summary>Turns a regression on standardized features into one on plain features.</summary>
    /// <param name="point">Weights and bias of the classes that occur, [K, F + 1].</param>
    /// <param name="classes">Their labels, [K].</param>
    /// <param name="classCount">C, the number of all classes.</param>
    /// <returns>Weights [C, F] and bias [C]; a class that does not occur has weights 0 and bias negative infinity.</returns>
    public (float[] Weights, float[] Bias) Undo(Tensor point, int[] classes, int classCount)
    {
        using DisposeScope scope = NewDisposeScope();
        int dimension = (int)point.shape[1] - 1;
        // [K, F]
        Tensor plain = point.narrow(1, 0, dimension).div(Scale);
        Tensor shift = point.narrow(1, dimension, 1).sub(plain.mul(Mean).sum(1, keepdim: true));
        float[] plainWeights = TensorTransfer.ToArray(plain);
        float[] plainBias = TensorTransfer.ToArray(shift);
        float[] weights = new float[classCount * dimension];
        float[] bias = new float[classCount];
        Array.Fill(bias, float.NegativeInfinity);
        for (int i = 0; i < classes.Length; i++)
        {
            plainWeights.AsSpan(i * dimension, dimension).CopyTo(weights.AsSpan(classes[i] * dimension));
            bias[classes[i]] = plainBias[i];
        }

        return (weights, bias);
    }

    private static Tensor Sum(Tensor features, Func<Tensor, Tensor> term)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sum = zeros(1, features.shape[1], dtype: ScalarType.Float64, device: features.device);
        foreach (Tensor block in Blocks(features))
        {
            using DisposeScope inner = NewDisposeScope();
            sum.add_(term(block.to(ScalarType.Float64)).sum(0, keepdim: true), Scalars.One);
        }

        return sum.MoveToOuterDisposeScope();
    }

    private static IEnumerable<Tensor> Blocks(Tensor features)
    {
        for (long first = 0; first < features.shape[0]; first += BlockRows)
            yield return features.narrow(0, first, Math.Min(BlockRows, features.shape[0] - first));
    }
}
