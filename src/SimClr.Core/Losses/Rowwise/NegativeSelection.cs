using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.Rowwise;

/// <summary>The weights with which a view's negatives enter its mean.</summary>
internal sealed class NegativeSelection(NegativeMining mining, double margin)
{
    /// <summary>Checks the arguments of a loss.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public static void Check(NegativeMining mining, double margin)
    {
        if (!Enum.IsDefined(mining))
            throw new ArgumentOutOfRangeException(nameof(mining), mining, "Expected All or SemiHard.");
        CheckMargin(margin);
    }

    /// <summary>Checks a margin between cosine similarities, or between distances of unit vectors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    public static void CheckMargin(double margin)
    {
        if (!(margin is > 0 and <= 2))
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "Expected a margin above 0 and at most 2.");
    }

    /// <summary>
    /// Weights [B, C]: each row has equal ones for the negatives that count beside a positive, of sum 1, or of sum 0 if none counts.
    /// </summary>
    /// <param name="similarities">[B, C].</param>
    /// <param name="positive">Each row's similarity to that positive, [B, 1].</param>
    /// <param name="negatives">The mask of the negatives, [B, C].</param>
    public Tensor Weigh(Tensor similarities, Tensor positive, Tensor negatives)
    {
        Tensor counting = mining == NegativeMining.All
            ? negatives
            : (similarities < positive).logical_and_(similarities > positive - Scalars.Of(margin)).logical_and_(negatives);
        Tensor weights = counting.to(similarities.dtype);
        return weights.div_(weights.sum(1, keepdim: true).clamp_(min: Scalars.Of(1)));
    }
}
