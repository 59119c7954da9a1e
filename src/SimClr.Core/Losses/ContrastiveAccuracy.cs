using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// How often a view finds its partner: the share of the 2N views whose partner is more similar to it, by cosine, than every one of the 2(N
/// - 1) negatives.
/// </summary>
/// <remarks>
/// A tie counts as a miss, so collapsed embeddings do not score. Computed block by block without gradient; no [2N, 2N] matrix is held.
/// Thread-safe.
/// </remarks>
public static class ContrastiveAccuracy
{
    /// <summary>The top-1 contrastive accuracy of a batch of pairs.</summary>
    /// <param name="z1">Embeddings of the first views, [N, D], floating point; need not be normalised; borrowed.</param>
    /// <param name="z2">Embeddings of the second views, [N, D]; row i is the partner of z1's row i; borrowed.</param>
    /// <returns>A new scalar in [0, 1] on the device of the input. A batch of one pair gives 1.</returns>
    /// <exception cref="ArgumentException">Shapes, types or devices do not fit.</exception>
    public static Tensor Compute(Tensor z1, Tensor z2)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        EmbeddingBatch batch = ContrastiveLoss.PairOf(z1, z2);
        return PairLossFunction.Evaluate(batch.Values, new RowBlockSweep(new Hits())).MoveToOuterDisposeScope();
    }

    /// <summary>1 for a view that finds its partner, else 0.</summary>
    private sealed class Hits : IRowObjective
    {
        public Tensor Evaluate(SimilarityBlock block, bool withGradient)
        {
            Tensor positive = block.Positive.clone();                                               // [B]
            block.Self.fill_(double.NegativeInfinity);
            block.Positive.fill_(double.NegativeInfinity);
            return (positive > block.Values.amax(1)).to(block.Values.dtype);                        // [B]
        }
    }
}
