using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// SupCon, supervised contrastive learning: each view has to pick all views of its class among all other views of the batch (Khosla et al.
/// 2020, arXiv 2004.11362, equation 2, the "out" form).
/// </summary>
/// <remarks>
/// <para>The term of view i is the mean over its positives p of -log(exp(s(i, p) / t) / sum over k != i of exp(s(i, k) / t)), with s the
/// cosine similarity; the loss is the mean over all views. The denominator holds all positives, so the loss has no minimum of 0 where there
/// are several. A view without positives has the term 0, as in the authors' code. That code also multiplies by t / 0.07.</para>
/// <para>With <see cref="PositiveRule.SameImage"/> and two views this is NT-Xent. With more views it differs from
/// <see cref="NtXentLoss"/>, whose denominators leave out the view's other positives.</para>
/// <para>Memory, types, rows of zero norm and the gradient are as with <see cref="NtXentLoss"/>. Holds no tensors; one instance may be
/// called from several threads.</para>
/// </remarks>
public sealed class SupConLoss : RowwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="temperature">t, from 1e-6 to 1e6; 0.1 by default (paper, section 4.4).</param>
    /// <param name="positives">Which views are positives; those of the same label by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public SupConLoss(double temperature = 0.1, PositiveRule positives = PositiveRule.SameLabel)
        : base(nameof(SupConLoss), positives)
    {
        CheckTemperature(temperature);
        Temperature = temperature;
    }

    /// <summary>t: the lower, the more the hardest negatives weigh.</summary>
    public double Temperature { get; }

    /// <inheritdoc/>
    protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
    {
        Tensor logits = block.Values.div_(Scalars.Of(Temperature));                                 // [B, C]
        Tensor counts = block.PositiveCounts();                                                     // [B]
        Tensor shares = block.PositiveMask().to(logits.dtype);                                      // [B, C]
        shares.div_(counts.clamp(min: Scalars.Of(1)).unsqueeze(1));
        Tensor mean = (logits * shares).sum(1);                                                     // [B]
        block.Self.fill_(Scalars.Of(double.NegativeInfinity));
        Tensor maximum = logits.amax(1);                                                            // [B]
        Tensor exponentials = logits.sub_(maximum.unsqueeze(1)).exp_();                             // [B, C]
        Tensor sums = exponentials.sum(1);                                                          // [B]
        Tensor counting = counts.clamp(max: Scalars.Of(1));                                         // [B]
        Tensor terms = sums.log().add_(maximum, Scalars.One).sub_(mean) * counting;                 // [B]
        if (withGradient)
            exponentials.mul_((counting / sums).unsqueeze(1)).sub_(shares).div_(Scalars.Of(Temperature));
        return terms;
    }
}
