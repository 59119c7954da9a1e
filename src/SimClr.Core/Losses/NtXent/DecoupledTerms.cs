using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.NtXent;

/// <summary>DCL: log(n / e) for a target's exponential e, so its denominator holds negatives only.</summary>
internal sealed class DecoupledTerms : INtXentTerms
{
    /// <inheritdoc/>
    public Tensor Values(Tensor negatives, Tensor targets) => negatives.log() - targets.mean([0L]);

    /// <inheritdoc/>
    public (Tensor ByNegatives, Tensor ByTargets) Slopes(Tensor negatives, Tensor targets)
        => (negatives.reciprocal(), full_like(targets, Scalars.Of(1.0 / targets.shape[0])));
}
