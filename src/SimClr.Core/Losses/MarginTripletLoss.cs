using SimClr.Core.Losses.Rowwise;
using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// Margin triplet loss: each view has to be more similar to its positives than to its negatives, by a margin (Schroff et al. 2015; paper,
/// table 2 and section 5.1). Weaker than <see cref="NtXentLoss"/>, much so without mining; for studies.
/// </summary>
/// <remarks>
/// <para>For the similarity s+ of a view to a positive, the term is the mean of max(s- - s+ + m, 0) over the view's negatives. It is averaged
/// over the view's positives, then over all views. A view without positives has the term 0.</para>
/// <para>Memory, types, rows of zero norm and the gradient are as with <see cref="NtXentLoss"/>; time grows with the number of positives of
/// a view. Holds no tensors; one instance may be called from several threads.</para>
/// </remarks>
public sealed class MarginTripletLoss : RowwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="margin">m, in (0, 2]; 0.5 by default.</param>
    /// <param name="mining">Which negatives count; the semi-hard by default.</param>
    /// <param name="positives">Which views are positives; the other views of the same image by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public MarginTripletLoss(
        double margin = 0.5, NegativeMining mining = NegativeMining.SemiHard, PositiveRule positives = PositiveRule.SameImage)
        : base(nameof(MarginTripletLoss), positives)
    {
        NegativeSelection.Check(mining, margin);
        (Margin, Mining) = (margin, mining);
    }

    /// <summary>m.</summary>
    public double Margin { get; }

    /// <summary>Which negatives count.</summary>
    public NegativeMining Mining { get; }

    /// <inheritdoc/>
    protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
        => PositivePairs.Evaluate(block, withGradient, new NegativeSelection(Mining, Margin), PairTerms);

    private (Tensor Terms, Tensor? Slope) PairTerms(Tensor similarities, Tensor positive, Tensor weights, bool withGradient)
    {
        Tensor violations = (similarities - (positive - Scalars.Of(Margin))).relu_();               // [B, C]
        Tensor terms = (violations * weights).sum(1, keepdim: true);                                // [B, 1]
        if (!withGradient)
            return (terms, null);
        weights.mul_(violations > Scalars.Of(0));
        return (terms, -weights.sum(1, keepdim: true));
    }
}
