using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>SupCon as a user of the library writes it: the formula alone.</summary>
internal sealed class UserSupConLoss(double temperature) : RowwiseLoss(nameof(UserSupConLoss), PositiveRule.SameLabel)
{
    public double Temperature { get; } = temperature;

    protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
        => block.Differentiate(withGradient, similarities =>
        {
            Tensor logits = similarities / Temperature;                                             // [B, C]
            Tensor others = logits.masked_fill(block.SelfMask(), float.NegativeInfinity).logsumexp(1);
            return others - (logits * block.PositiveMask()).sum(1) / block.PositiveCounts();        // [B]
        });
}
