using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>
/// Equalizes the histogram of each channel, as PIL's <c>ImageOps.equalize</c>. Not random; wrap it in <see cref="RandomApply"/>.
/// </summary>
/// <remarks>
/// Works with 256 levels, so 16-bit images come out with at most 256 different values. Any number of channels. Immutable, thread-safe.
/// </remarks>
public sealed class Equalize : IAugmentation
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A float image is not in [0, 1].</exception>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(view);
        IntensityGuard.Check(view, nameof(Equalize));
        for (int channel = 0; channel < view.Shape.Channels; channel++)
            HistogramEqualizer.Apply(view.Plane(channel));
    }

    /// <inheritdoc/>
    public IAugmentation ForEvaluation() => this;

    /// <inheritdoc/>
    public override string ToString() => nameof(Equalize);
}
