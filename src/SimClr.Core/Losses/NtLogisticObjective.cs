using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>softplus(-s+ / t) + mean of softplus(s- / t), s+ and s- being the similarities to the partner and to the negatives.</summary>
internal sealed class NtLogisticObjective(double temperature, NegativeSelection selection) : IRowObjective
{
    /// <summary>From here on softplus(x) is x to the last digit of 64 bits.</summary>
    private const double Linear = 40;

    /// <inheritdoc/>
    public Tensor Evaluate(SimilarityBlock block, bool withGradient)
    {
        Tensor weights = selection.Weigh(block);                                                    // [B, 2N]
        Tensor logits = block.Values.div_(temperature);                                             // [B, 2N]
        Tensor positive = block.Positive.clone();                                                   // [B]
        Tensor terms = nn.functional.softplus(-positive, threshold: Linear)
            + nn.functional.softplus(logits, threshold: Linear).mul_(weights).sum(1);               // [B]
        if (withGradient)
        {
            logits.sigmoid_().mul_(weights).div_(temperature);
            block.Positive.copy_((-positive).sigmoid_().div_(-temperature));
        }
        return terms;
    }
}
