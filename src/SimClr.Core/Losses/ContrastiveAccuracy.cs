using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Losses.Rowwise;
using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// How often a view finds its image: the share of the V*N views to which, of all other views, another view of the same image is the most
/// similar by cosine.
/// </summary>
/// <remarks>
/// A tie with a negative counts as a miss, so collapsed embeddings do not score. Labels are not read. Computed block by block without
/// gradient; no [V*N, V*N] matrix is held. Thread-safe.
/// </remarks>
public static class ContrastiveAccuracy
{
    /// <summary>The top-1 contrastive accuracy of a batch.</summary>
    /// <param name="batch">Embeddings of at least two views of each image; borrowed.</param>
    /// <returns>A new scalar in [0, 1] on the device of the input. A batch of one image gives 1.</returns>
    /// <exception cref="ArgumentException">There is only one view of each image.</exception>
    public static Tensor Compute(EmbeddingBatch batch)
    {
        ContrastiveLoss.CheckViews(batch);
        using IDisposable mode = no_grad();
        return ClosedFormLossFunction.Evaluate(batch, new RowBlockSweep(Hits, PositiveRule.SameImage));
    }

    /// <summary>The top-1 contrastive accuracy of a batch of pairs.</summary>
    /// <param name="z1">Embeddings of the first views, [N, D], floating point; need not be normalized; borrowed.</param>
    /// <param name="z2">Embeddings of the second views, [N, D]; row i is the positive of z1's row i; borrowed.</param>
    /// <returns>A new scalar in [0, 1] on the device of the input. A batch of one pair gives 1.</returns>
    /// <exception cref="ArgumentException">Shapes, types or devices do not fit.</exception>
    public static Tensor Compute(Tensor z1, Tensor z2)
    {
        using DisposeScope scope = NewDisposeScope();
        return Compute(ContrastiveLoss.PairOf(z1, z2)).MoveToOuterDisposeScope();
    }

    /// <summary>1 for a view that finds its image, else 0.</summary>
    private static Tensor Hits(SimilarityBlock block, bool withGradient)
    {
        IReadOnlyList<Tensor> positives = block.OtherViews;
        Tensor nearest = stack(positives).amax(0);                                                  // [B]
        foreach (Tensor positive in positives.Append(block.Self))
            positive.fill_(Scalars.Of(double.NegativeInfinity));
        return (nearest > block.Values.amax(1)).to(block.Values.dtype);                             // [B]
    }
}
