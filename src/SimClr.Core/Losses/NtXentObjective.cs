using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>The cross entropy of one view's softmax over the other 2N - 1 views (paper, equation 1).</summary>
internal sealed class NtXentObjective(double temperature) : IRowObjective
{
    /// <inheritdoc/>
    public Tensor Evaluate(SimilarityBlock block, bool withGradient)
    {
        Tensor logits = block.Values.div_(temperature);                                             // [B, 2N]
        Tensor positive = block.Positive.clone();                                                   // [B]
        // Masked, not subtracted after the exponential. The partner has its own terms below: a sum that holds it cannot tell
        // a good pair from a perfect one, as 1 + x rounds to 1.
        block.Self.fill_(double.NegativeInfinity);
        block.Positive.fill_(double.NegativeInfinity);
        Tensor maximum = logits.amax(1).maximum(positive);                                          // [B]
        Tensor exponentials = logits.sub_(maximum.unsqueeze(1)).exp_();                             // [B, 2N]
        Tensor negatives = exponentials.sum(1);                                                     // [B]
        Tensor othersMinusOne = negatives + (positive - maximum).expm1();                           // [B]
        if (withGradient)
        {
            Tensor scale = (othersMinusOne + 1).mul_(temperature).reciprocal_();                    // [B]
            exponentials.mul_(scale.unsqueeze(1));
            block.Positive.copy_(-(negatives * scale));
        }
        return othersMinusOne.log1p() + (maximum - positive);
    }
}
