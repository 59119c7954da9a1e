using SimClr.Core.Losses.Rowwise;
using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// The contrastive loss with a margin, contrastive learning's ancestor: positives are pulled together, negatives pushed apart until they
/// are a margin away (Hadsell, Chopra and LeCun 2006, equation 4).
/// </summary>
/// <remarks>
/// <para>With d, the Euclidean distance between normalized embeddings, d^2 = 2 - 2s for the cosine similarity s. The term of a view is
/// the mean of d^2 / 2 over its positives, plus the mean of max(m - d, 0)^2 / 2 over its negatives; the loss is the mean over all views. The
/// paper sums over all pairs, which weighs a view's many negatives more than its few positives.</para>
/// <para>Where a negative is equal to the view, the direction to push it in is not defined, and it gets no gradient.</para>
/// <para>Memory, types, rows of zero norm and the gradient are as with <see cref="NtXentLoss"/>. Holds no tensors; one instance may be
/// called from several threads.</para>
/// </remarks>
public sealed class MarginContrastiveLoss : RowwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="margin">m, in (0, 2], 2 being the distance of opposite embeddings; 1 by default.</param>
    /// <param name="positives">Which views are positives; the other views of the same image by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public MarginContrastiveLoss(double margin = 1, PositiveRule positives = PositiveRule.SameImage)
        : base(nameof(MarginContrastiveLoss), positives)
    {
        NegativeSelection.CheckMargin(margin);
        Margin = margin;
    }

    /// <summary>m.</summary>
    public double Margin { get; }

    /// <inheritdoc/>
    protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
    {
        Tensor pulls = SharesOf(block.PositiveMask(), block.Values.dtype);                          // [B, C]
        Tensor pushes = SharesOf(block.NegativeMask(), block.Values.dtype);                         // [B, C]
        Tensor unlikeness = block.Values.neg().add_(Scalars.One, Scalars.One);                      // d^2 / 2: [B, C]
        Tensor distances = (unlikeness * Scalars.Of(2)).clamp_(min: Scalars.Of(0)).sqrt_();         // [B, C]
        Tensor lacking = distances.neg().add_(Scalars.Of(Margin), Scalars.One).relu_();                               // [B, C]
        Tensor terms = (unlikeness * pulls).sum(1).add_((lacking.pow(Scalars.Of(2)) * pushes).sum(1).div_(Scalars.Of(2)), Scalars.One); // [B]
        if (withGradient)
        {
            // By s, d^2 / 2 has the derivative -1, and d has -1 / d.
            Tensor slopes = lacking.div_(distances).masked_fill_(distances == Scalars.Of(0), Scalars.Of(0)); // [B, C]
            block.Values.copy_(slopes.mul_(pushes).sub_(pulls));
        }
        return terms;
    }

    /// <summary>The weights of a mean over each row's chosen columns; all 0 for a row without any.</summary>
    private static Tensor SharesOf(Tensor mask, ScalarType type)
    {
        Tensor shares = mask.to(type);
        return shares.div_(shares.sum(1, keepdim: true).clamp_(min: Scalars.Of(1)));
    }
}
