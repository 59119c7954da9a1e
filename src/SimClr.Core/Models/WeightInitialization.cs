using SimClr.Core.Randomness;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>Initial weights from a counter-based stream: independent of torch's global random state and of the machine.</summary>
internal static class WeightInitialization
{
    /// <summary>Standard deviation of a transformer's weights and position embeddings, as in ViT, timm and torchvision.</summary>
    public const double TransformerDeviation = 0.02;

    /// <summary>Normal with mean 0 and the given standard deviation.</summary>
    public static Tensor Gaussian(ReadOnlySpan<long> shape, double deviation, RandomStream random)
        => Fill(shape, () => (float)(deviation * random.NextGaussian()));

    /// <summary>Uniform in [-bound, bound).</summary>
    public static Tensor Uniform(ReadOnlySpan<long> shape, double bound, RandomStream random)
        => Fill(shape, () => (float)random.Uniform(-bound, bound));

    private static Tensor Fill(ReadOnlySpan<long> shape, Func<float> next)
    {
        long length = 1;
        foreach (long size in shape)
            length *= size;
        float[] values = new float[length];
        for (long index = 0; index < length; index++)
            values[index] = next();
        return tensor(values, shape);
    }
}
