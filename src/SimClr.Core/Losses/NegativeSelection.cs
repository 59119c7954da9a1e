using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>The weights with which a view's negatives enter its mean.</summary>
internal sealed class NegativeSelection(NegativeMining mining, double margin)
{
    /// <summary>Checks the arguments of a loss.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public static void Check(NegativeMining mining, double margin)
    {
        if (!Enum.IsDefined(mining))
            throw new ArgumentOutOfRangeException(nameof(mining), mining, "Expected All or SemiHard.");
        if (!(margin is > 0 and <= 2))
        {
            throw new ArgumentOutOfRangeException(
                nameof(margin), margin, "Expected a margin above 0 and at most 2, the range of cosine similarities.");
        }
    }

    /// <summary>Weights [B, 2N]: each row has equal ones for the negatives that count, of sum 1, or of sum 0 if none counts.</summary>
    public Tensor Weigh(SimilarityBlock block)
    {
        SimilarityBlock weights = block with { Values = Counts(block).to(block.Values.dtype) };
        weights.Self.zero_();
        weights.Positive.zero_();
        return weights.Values.div_(weights.Values.sum(1, keepdim: true).clamp_(min: 1));
    }

    private Tensor Counts(SimilarityBlock block)
    {
        if (mining == NegativeMining.All)
            return ones_like(block.Values);
        Tensor positive = block.Positive.unsqueeze(1);                                              // [B, 1]
        return (block.Values < positive).logical_and_(block.Values > positive - margin);            // [B, 2N]
    }
}
