using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Turns around the center by a random angle; the size stays, bilinear between pixels.</summary>
/// <remarks>
/// As torchvision's rotate with bilinear interpolation; what lies outside counts as the fill value. Any number of channels. Immutable,
/// thread-safe.
/// </remarks>
public sealed class RandomRotation : RandomAugmentation<double>
{
    private readonly double _maximumAngle;
    private readonly float _fill;

    /// <summary>Creates the operation.</summary>
    /// <param name="maximumAngle">The angle is uniform in [-maximum, maximum] degrees; in [0, 180].</param>
    /// <param name="fill">Value of what lies outside, in [0, 1]; black by default.</param>
    public RandomRotation(double maximumAngle = 180, float fill = 0)
    {
        if (!(maximumAngle is >= 0 and <= 180))
            throw new ArgumentOutOfRangeException(nameof(maximumAngle), maximumAngle, "The largest angle must be in [0, 180] degrees.");
        if (!(fill is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fill), fill, "The fill value must be in [0, 1].");
        (_maximumAngle, _fill) = (maximumAngle, fill);
    }

    /// <summary>The angle in degrees, counter-clockwise.</summary>
    public override double Draw(ViewShape shape, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.Uniform(-_maximumAngle, _maximumAngle);
    }

    /// <inheritdoc/>
    public override void Apply(View view, double parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        Rotator.Apply(view, double.DegreesToRadians(parameters), _fill);
    }

    /// <inheritdoc/>
    public override AugmentationDescription Describe() => new(nameof(RandomRotation), ("maximumAngle", _maximumAngle), ("fill", _fill));
}
