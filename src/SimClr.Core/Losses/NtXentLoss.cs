using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Losses.NtXent;
using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// NT-Xent, the normalized temperature-scaled cross entropy: each view has to pick its positive among the views of all other images by
/// cosine similarity (paper, equation 1 and algorithm 1). For two views of each image, or more.
/// </summary>
/// <remarks>
/// <para>l(i, p) = -log(exp(s(i, p) / t) / (exp(s(i, p) / t) + sum over the negatives k of exp(s(i, k) / t))), with s the cosine similarity.
/// The positives p of a view i are the other views of its image, or their mean (<see cref="NtXentTarget"/>); its negatives are all views of
/// other images. A view's other positives are in no denominator. The loss is the mean of l over a view's positives, then over all views.
/// Equal embeddings of V views of N images give log(V(N - 1) + 1), which is log(2N - 1) for two views. A batch of one image has no negatives
/// and gives 0 with zero gradient.</para>
/// <para>Loss and gradient are computed together, block by block, so memory grows with N times D and never with N squared. Without a wanted
/// gradient only the loss is computed. On Linux, batches of 4096 views and more take their memory from the library's heap
/// (docs/decisions/0010-memory-of-a-step.md). The gradient is in closed form: it can flow on into any network, but cannot be differentiated a
/// second time.</para>
/// <para>Half-precision input is computed in 32 bits and gives a 32-bit loss; 64-bit input is computed in 64 bits. A row counts by its
/// direction alone, whatever its length, and its gradient is inverse to its length. A row of zeros, or shorter than the type's smallest
/// normal number (1.2e-38 in 32 bits), has no direction: its similarity to every row is 0, and so is its gradient.</para>
/// <para>Holds no tensors; one instance may be called from several threads.</para>
/// </remarks>
public sealed class NtXentLoss : ContrastiveLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="temperature">t, from 1e-6 to 1e6; 0.5 suits CIFAR, 0.1 ImageNet (paper, table 5 and appendix B.9).</param>
    /// <param name="reduction">Mean over the views, or the official code's sum of two means.</param>
    /// <param name="target">What a view is pulled towards if its image has more than two views; each other view by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is out of its range, or a choice is not defined.</exception>
    public NtXentLoss(
        double temperature = 0.5,
        NtXentReduction reduction = NtXentReduction.MeanOverViews,
        NtXentTarget target = NtXentTarget.EachPositive)
        : base(nameof(NtXentLoss))
    {
        CheckTemperature(temperature);
        if (!Enum.IsDefined(reduction))
            throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "Expected MeanOverViews or SumOfDirections.");
        NtXentSweep.Check(target);
        (Temperature, Reduction, Target) = (temperature, reduction, target);
    }

    /// <summary>t: the lower, the more the hardest negatives weigh.</summary>
    public double Temperature { get; }

    /// <summary>How the views' terms become one number.</summary>
    public NtXentReduction Reduction { get; }

    /// <summary>What a view is pulled towards.</summary>
    public NtXentTarget Target { get; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="input">The embeddings of at least two views of each image; borrowed. Labels are not read.</param>
    /// <returns>A new scalar: 64-bit for 64-bit input, else 32-bit.</returns>
    /// <exception cref="ArgumentException">There is only one view of each image.</exception>
    /// <exception cref="ObjectDisposedException">The loss has been disposed.</exception>
    public override Tensor forward(EmbeddingBatch input)
    {
        ThrowIfDisposed();
        CheckViews(input);
        IClosedFormLoss sweep = NtXentSweep.Create(Temperature, input.Values.dtype, Target, new CoupledTerms());
        Tensor loss = ClosedFormLossFunction.Evaluate(input, sweep);
        if (Reduction == NtXentReduction.MeanOverViews)
            return loss;
        using (loss)
            return loss * Scalars.Of(input.Views);
    }
}
