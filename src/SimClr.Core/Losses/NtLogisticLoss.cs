using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// NT-Logistic: each view has to tell its partner from a negative by a logistic regression on the cosine similarity (paper, table 2 and
/// section 5.1). Weaker than <see cref="NtXentLoss"/>, as its gradient does not weigh negatives by their hardness; for studies.
/// </summary>
/// <remarks>
/// <para>The term of a view is -log sigmoid(s+ / t), for the similarity s+ to its partner, plus the mean of -log sigmoid(-s- / t) over its
/// negatives; the loss is the mean over all 2N views.</para>
/// <para>Memory, types, rows of zero norm and the gradient are as with <see cref="NtXentLoss"/>. Holds no tensors; one instance may be
/// called from several threads.</para>
/// </remarks>
public sealed class NtLogisticLoss : ContrastiveLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="temperature">t, from 1e-6 to 1e6; 0.5 by default.</param>
    /// <param name="mining">Which negatives count; all by default.</param>
    /// <param name="margin">
    /// How much less similar than the partner a semi-hard negative may be, in (0, 2]; without effect on <see cref="NegativeMining.All"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public NtLogisticLoss(double temperature = 0.5, NegativeMining mining = NegativeMining.All, double margin = 0.5)
        : base(nameof(NtLogisticLoss))
    {
        CheckTemperature(temperature);
        NegativeSelection.Check(mining, margin);
        (Temperature, Mining, Margin) = (temperature, mining, margin);
    }

    /// <summary>t.</summary>
    public double Temperature { get; }

    /// <summary>Which negatives count.</summary>
    public NegativeMining Mining { get; }

    /// <summary>How much less similar than the partner a semi-hard negative may be.</summary>
    public double Margin { get; }

    /// <summary>The loss of a batch of pairs.</summary>
    /// <inheritdoc cref="NtXentLoss.forward" path="/param|/returns|/exception"/>
    public override Tensor forward(EmbeddingBatch input)
    {
        ThrowIfDisposed();
        CheckPair(input);
        NtLogisticObjective objective = new(Temperature, new NegativeSelection(Mining, Margin));
        return PairLossFunction.Evaluate(input.Values, new RowBlockSweep(objective));
    }
}
