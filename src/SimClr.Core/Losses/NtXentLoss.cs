using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// NT-Xent, the normalised temperature-scaled cross entropy: each view has to pick its partner among the other 2N - 1 views of the batch
/// by cosine similarity (paper, equation 1 and algorithm 1).
/// </summary>
/// <remarks>
/// <para>l(i, j) = -log(exp(s(i, j) / t) / sum over k != i of exp(s(i, k) / t)), with s the cosine similarity; the loss is the mean of l
/// over the 2N ordered positive pairs. Equal embeddings give log(2N - 1); a batch of one pair has no negatives and gives 0 with zero
/// gradient.</para>
/// <para>Loss and gradient are computed together, block by block, so memory grows with N times D and never with N squared. Without a wanted
/// gradient only the loss is computed. The gradient is in closed form: it can flow on into any network, but cannot be differentiated a
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
    /// <exception cref="ArgumentOutOfRangeException">The temperature is out of its range, or the reduction is not defined.</exception>
    public NtXentLoss(double temperature = 0.5, NtXentReduction reduction = NtXentReduction.MeanOverViews)
        : base(nameof(NtXentLoss))
    {
        CheckTemperature(temperature);
        if (!Enum.IsDefined(reduction))
            throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "Expected MeanOverViews or SumOfDirections.");
        Temperature = temperature;
        Reduction = reduction;
    }

    /// <summary>t: the lower, the more the hardest negatives weigh.</summary>
    public double Temperature { get; }

    /// <summary>How the 2N terms become one number.</summary>
    public NtXentReduction Reduction { get; }

    /// <summary>The loss of a batch of pairs.</summary>
    /// <param name="input">The embeddings, borrowed.</param>
    /// <returns>A new scalar: 64-bit for 64-bit input, else 32-bit.</returns>
    /// <exception cref="ArgumentException">Shapes, types or devices do not fit.</exception>
    /// <exception cref="ObjectDisposedException">The loss has been disposed.</exception>
    public override Tensor forward(EmbeddingBatch input)
    {
        ThrowIfDisposed();
        CheckPair(input);
        IUnitRowLoss sweep = NtXentTileSweep.Covers(Temperature, input.Values.dtype)
            ? new NtXentTileSweep(Temperature)
            : new RowBlockSweep(new NtXentObjective(Temperature));
        Tensor loss = PairLossFunction.Evaluate(input.Values, sweep);
        if (Reduction == NtXentReduction.MeanOverViews)
            return loss;
        using (loss)
            return loss * 2;
    }
}
