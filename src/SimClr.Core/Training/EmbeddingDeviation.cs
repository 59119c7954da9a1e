using SimClr.Core.Losses.ClosedForm;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>How far apart the embeddings of a batch are, whatever their length.</summary>
internal static class EmbeddingDeviation
{
    /// <summary>Below it all embeddings count as the same: a hundredth of what directions that cover the sphere have.</summary>
    public const double Collapsed = 0.01;

    /// <summary>
    /// The standard deviation of the unit embeddings around their mean, over all dimensions together, in [0, 1]: a new scalar on the
    /// embeddings' device.
    /// </summary>
    /// <param name="z1">[N, D]; borrowed. Rows of zeros stay zero, so that where all are, nothing deviates.</param>
    /// <param name="z2">[N, D]; borrowed.</param>
    public static Tensor Compute(Tensor z1, Tensor z2)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor unit = NormalizedEmbeddings.Of(cat([z1, z2])).Values.to(ScalarType.Float32); // [2N, D]
        return (unit - unit.mean([0])).square().sum(1).mean().sqrt().MoveToOuterDisposeScope();
    }
}
