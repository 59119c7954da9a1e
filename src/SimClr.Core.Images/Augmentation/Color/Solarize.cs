using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>
/// Inverts the values from a threshold on: x becomes 1 - x. Not random; later methods (BYOL) wrap it in <see cref="RandomApply"/> with
/// 0.2.
/// </summary>
/// <remarks>Any number of channels. Immutable, thread-safe.</remarks>
public sealed class Solarize : IAugmentation
{
    private readonly float _threshold;

    /// <summary>Creates the operation.</summary>
    /// <param name="threshold">In [0, 1]; 0.5 by default.</param>
    public Solarize(float threshold = 0.5f)
    {
        if (!(threshold is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be in [0, 1].");
        _threshold = threshold;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A float image is not in [0, 1].</exception>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(view);
        IntensityGuard.Check(view, nameof(Solarize));
        VectorLoop.Run(view.Pixels, new SolarizeAbove(_threshold));
    }

    /// <inheritdoc/>
    public IAugmentation ForEvaluation() => this;

    /// <inheritdoc/>
    public AugmentationDescription Describe() => new(nameof(Solarize), ("threshold", _threshold));

    /// <inheritdoc/>
    public override string ToString() => Describe().ToString();
}
