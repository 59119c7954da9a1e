using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// Margin triplet loss: each view has to be more similar to its partner than to a negative, by a margin (Schroff et al. 2015; paper, table
/// 2 and section 5.1). Weaker than <see cref="NtXentLoss"/>, much so without mining; for studies.
/// </summary>
/// <remarks>
/// <para>The term of a view is the mean of max(s- - s+ + m, 0) over its negatives, for the cosine similarities s+ to its partner and s- to
/// a negative; the loss is the mean over all 2N views.</para>
/// <para>Memory, types, rows of zero norm and the gradient are as with <see cref="NtXentLoss"/>. Holds no tensors; one instance may be
/// called from several threads.</para>
/// </remarks>
public sealed class MarginTripletLoss : ContrastiveLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="margin">m, in (0, 2]; 0.5 by default.</param>
    /// <param name="mining">Which negatives count; the semi-hard by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public MarginTripletLoss(double margin = 0.5, NegativeMining mining = NegativeMining.SemiHard)
        : base(nameof(MarginTripletLoss))
    {
        NegativeSelection.Check(mining, margin);
        (Margin, Mining) = (margin, mining);
    }

    /// <summary>m.</summary>
    public double Margin { get; }

    /// <summary>Which negatives count.</summary>
    public NegativeMining Mining { get; }

    /// <summary>The loss of a batch of pairs.</summary>
    /// <inheritdoc cref="NtXentLoss.forward" path="/param|/returns|/exception"/>
    public override Tensor forward(EmbeddingBatch input)
    {
        ThrowIfDisposed();
        CheckPair(input);
        MarginTripletObjective objective = new(Margin, new NegativeSelection(Mining, Margin));
        return PairLossFunction.Evaluate(input.Values, new RowBlockSweep(objective));
    }
}
