using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.Rowwise;

/// <summary>A loss that compares each positive pair with the view's negatives. The term of a view is the mean over its positives.</summary>
internal static class PositivePairs
{
    /// <summary>The terms of one positive of each row of a block.</summary>
    /// <param name="similarities">[B, C]; must not be changed.</param>
    /// <param name="positive">Each row's similarity to the positive, [B, 1].</param>
    /// <param name="weights">The weights of the negatives, [B, C]; if a gradient is wanted, overwritten by the derivative by each.</param>
    /// <param name="withGradient">Whether the gradient is wanted.</param>
    /// <returns>The terms [B, 1] and, if wanted, their derivative by the positive's similarity, [B, 1].</returns>
    public delegate (Tensor Terms, Tensor? Slope) PairTerms(Tensor similarities, Tensor positive, Tensor weights, bool withGradient);

    /// <summary>A loss's <see cref="RowwiseLoss.Evaluate"/>. Its time grows with the number of positives of a view.</summary>
    public static Tensor Evaluate(SimilarityBlock block, bool withGradient, NegativeSelection selection, PairTerms pair)
    {
        Tensor columns = block.PositiveColumns();                                                   // [B, P]
        Tensor counts = block.PositiveCounts().unsqueeze(1);                                        // [B, 1]
        Tensor negatives = block.NegativeMask();                                                    // [B, C]
        Tensor terms = zeros_like(counts);                                                          // [B, 1]
        Tensor? gradient = withGradient ? zeros_like(block.Values) : null;                          // [B, C]
        for (long index = 0; index < columns.shape[1]; index++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor column = columns.narrow(1, index, 1);                                            // [B, 1]
            // Rows with fewer positives have other views in the last columns.
            Tensor share = (counts > Scalars.Of(index)).to(counts.dtype).div_(counts.clamp(min: Scalars.Of(1))); // [B, 1]
            Tensor positive = block.Values.gather(1, column);                                       // [B, 1]
            Tensor weights = selection.Weigh(block.Values, positive, negatives);                    // [B, C]
            (Tensor pairTerms, Tensor? slope) = pair(block.Values, positive, weights, withGradient);
            terms.add_(pairTerms.mul_(share), Scalars.One);
            gradient?.add_(weights.mul_(share), Scalars.One).scatter_add_(1, column, slope!.mul_(share));
        }

        if (gradient is not null)
            block.Values.copy_(gradient);
        return terms.squeeze(1);
    }
}
