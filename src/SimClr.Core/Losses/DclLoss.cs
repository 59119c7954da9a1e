using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Losses.NtXent;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// DCL, decoupled contrastive learning: NT-Xent without the positive in its denominator, so that easy positives do not weaken the negatives'
/// gradient in small batches (Yeh et al. 2021, arXiv 2110.06848, equation 6). For two views of each image, or more.
/// </summary>
/// <remarks>
/// <para>The term of a view i is log(sum over the negatives k of exp(s(i, k) / t)) - s(i, p) / t, averaged over its positives p; the loss is
/// the mean over all views and may be negative. Positives and negatives are those of <see cref="NtXentLoss"/>. A batch of one image has no
/// negatives and gives 0 with zero gradient.</para>
/// <para>Memory, types, rows of zero norm and the gradient are as with <see cref="NtXentLoss"/>. Holds no tensors; one instance may be
/// called from several threads.</para>
/// </remarks>
public sealed class DclLoss : ContrastiveLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="temperature">t, from 1e-6 to 1e6; 0.1 by default.</param>
    /// <param name="target">What a view is pulled towards if its image has more than two views; each other view by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is out of its range, or the target is not defined.</exception>
    public DclLoss(double temperature = 0.1, NtXentTarget target = NtXentTarget.EachPositive)
        : base(nameof(DclLoss))
    {
        CheckTemperature(temperature);
        NtXentSweep.Check(target);
        (Temperature, Target) = (temperature, target);
    }

    /// <summary>t: the lower, the more the hardest negatives weigh.</summary>
    public double Temperature { get; }

    /// <summary>What a view is pulled towards.</summary>
    public NtXentTarget Target { get; }

    /// <inheritdoc cref="NtXentLoss.forward"/>
    public override Tensor forward(EmbeddingBatch input)
    {
        ThrowIfDisposed();
        CheckViews(input);
        // The logarithm of no negatives has no value. Coupled terms of one image are 0, and so is their gradient.
        INtXentTerms terms = input.Images == 1 ? new CoupledTerms() : new DecoupledTerms();
        return ClosedFormLossFunction.Evaluate(input, NtXentSweep.Create(Temperature, input.Values.dtype, Target, terms));
    }
}
