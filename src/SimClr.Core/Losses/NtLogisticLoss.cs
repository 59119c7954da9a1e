using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Losses.Rowwise;
using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// NT-Logistic: each view has to tell its positives from its negatives by a logistic regression on the cosine similarity (paper, table 2
/// and section 5.1). Weaker than <see cref="NtXentLoss"/>, as its gradient does not weigh negatives by their hardness; for studies.
/// </summary>
/// <remarks>
/// <para>For the similarity s+ of a view to a positive, the term is -log sigmoid(s+ / t), plus the mean of -log sigmoid(-s- / t) over the
/// view's negatives. It is averaged over the view's positives, then over all views. A view without positives has the term 0.</para>
/// <para>Memory, types, rows of zero norm and the gradient are as with <see cref="NtXentLoss"/>; time grows with the number of positives of
/// a view. Holds no tensors; one instance may be called from several threads.</para>
/// </remarks>
public sealed class NtLogisticLoss : RowwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="temperature">t, from 1e-6 to 1e6; 0.5 by default.</param>
    /// <param name="mining">Which negatives count; all by default.</param>
    /// <param name="margin">
    /// How much less similar than the positive a semi-hard negative may be, in (0, 2]; without effect on <see cref="NegativeMining.All"/>.
    /// </param>
    /// <param name="positives">Which views are positives; the other views of the same image by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public NtLogisticLoss(
        double temperature = 0.5,
        NegativeMining mining = NegativeMining.All,
        double margin = 0.5,
        PositiveRule positives = PositiveRule.SameImage)
        : base(nameof(NtLogisticLoss), positives)
    {
        CheckTemperature(temperature);
        NegativeSelection.Check(mining, margin);
        (Temperature, Mining, Margin) = (temperature, mining, margin);
    }

    /// <summary>t.</summary>
    public double Temperature { get; }

    /// <summary>Which negatives count.</summary>
    public NegativeMining Mining { get; }

    /// <summary>How much less similar than the positive a semi-hard negative may be.</summary>
    public double Margin { get; }

    /// <inheritdoc/>
    protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
        => PositivePairs.Evaluate(block, withGradient, new NegativeSelection(Mining, Margin), PairTerms);

    private (Tensor Terms, Tensor? Slope) PairTerms(Tensor similarities, Tensor positive, Tensor weights, bool withGradient)
    {
        Tensor logits = similarities / Scalars.Of(Temperature);                                     // [B, C]
        Tensor opposite = positive / Scalars.Of(-Temperature);                                      // [B, 1]
        Tensor terms = Softplus.Of(opposite)
            .add_(Softplus.Of(logits).mul_(weights).sum(1, keepdim: true), Scalars.One);
        if (!withGradient)
            return (terms, null);
        weights.mul_(logits.sigmoid_()).div_(Scalars.Of(Temperature));
        return (terms, opposite.sigmoid_().div_(Scalars.Of(-Temperature)));
    }
}
