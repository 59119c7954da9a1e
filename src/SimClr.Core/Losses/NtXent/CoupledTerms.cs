using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.NtXent;

/// <summary>NT-Xent: log(1 + n / e) for a target's exponential e, so its denominator holds the target.</summary>
/// <remarks>A sum that holds the target could not tell a good pair from a perfect one, as 1 + x rounds to 1.</remarks>
internal sealed class CoupledTerms : INtXentTerms
{
    /// <inheritdoc/>
    public Tensor Values(Tensor negatives, Tensor targets)
        => Softplus.Of(negatives.log() - targets).mean([0L]);

    /// <inheritdoc/>
    public (Tensor ByNegatives, Tensor ByTargets) Slopes(Tensor negatives, Tensor targets)
    {
        Tensor reciprocals = targets.exp().add_(negatives, Scalars.One).reciprocal_();              // [M, R]
        return (reciprocals.mean([0L]), (negatives * reciprocals).div_(Scalars.Of(targets.shape[0])));
    }
}
