using static TorchSharp.torch;

namespace SimClr.Core.Losses.NtXent;

/// <summary>
/// How a view's terms follow from n [R], the sum of the exponentials of its negatives' logits, and its targets' logits [M, R]. Subtracting
/// a number from all logits of a view, and dividing n accordingly, changes nothing.
/// </summary>
internal interface INtXentTerms
{
    /// <summary>The terms, averaged over the targets, [R].</summary>
    Tensor Values(Tensor negatives, Tensor targets);

    /// <summary>The derivatives of <see cref="Values"/>: by n [R], and by the targets' logits [M, R], the latter negated.</summary>
    (Tensor ByNegatives, Tensor ByTargets) Slopes(Tensor negatives, Tensor targets);
}
