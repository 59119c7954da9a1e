using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>How far apart the embeddings of a batch are, whatever their length.</summary>
internal static class EmbeddingDeviation
{
    /// <summary>
    /// The standard deviation of the unit embeddings around their mean, over all dimensions together, in [0, 1]: a new scalar on the
    /// embeddings' device.
    /// </summary>
    /// <param name="z">[M, D]; borrowed. Rows of zeros stay zero, so that where all are, nothing deviates.</param>
    public static Tensor Compute(Tensor z)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor unit = NormalizedEmbeddings.Of(z).Values.to(ScalarType.Float32); // [M, D]
        return UnitDeviation.Of(unit).MoveToOuterDisposeScope();
    }
}
