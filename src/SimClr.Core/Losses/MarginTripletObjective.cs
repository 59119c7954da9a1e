using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>The mean of max(s- - s+ + m, 0), s+ and s- being the similarities to the partner and to the negatives.</summary>
internal sealed class MarginTripletObjective(double margin, NegativeSelection selection) : IRowObjective
{
    /// <inheritdoc/>
    public Tensor Evaluate(SimilarityBlock block, bool withGradient)
    {
        Tensor weights = selection.Weigh(block);                                                    // [B, 2N]
        Tensor violations = (block.Values - (block.Positive.unsqueeze(1) - margin)).relu_();        // [B, 2N]
        Tensor terms = (violations * weights).sum(1);                                               // [B]
        if (withGradient)
        {
            block.Values.copy_(weights.mul_(violations > 0));
            block.Positive.copy_(-weights.sum(1));
        }
        return terms;
    }
}
