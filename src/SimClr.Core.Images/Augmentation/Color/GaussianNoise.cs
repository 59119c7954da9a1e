using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Adds independent normal noise to every value and clips to [0, 1] (the paper's Figure 4).</summary>
/// <remarks>The standard deviation is drawn for each view. Any number of channels. Immutable, thread-safe.</remarks>
public sealed class GaussianNoise : RandomAugmentation<GaussianNoiseParameters>
{
    private readonly double _minimum;
    private readonly double _maximum;

    /// <summary>Creates the operation.</summary>
    /// <param name="minimumDeviation">Smallest standard deviation; 1 is full intensity, 0 no noise. At least 0.</param>
    /// <param name="maximumDeviation">Largest standard deviation; 0.1 by default. At least the smallest.</param>
    public GaussianNoise(double minimumDeviation = 0, double maximumDeviation = 0.1)
    {
        if (!(minimumDeviation >= 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(minimumDeviation),
                minimumDeviation,
                "The smallest standard deviation must be at least 0.");
        }

        if (!(maximumDeviation >= minimumDeviation && double.IsFinite(maximumDeviation)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximumDeviation),
                maximumDeviation,
                $"The largest standard deviation must be at least the smallest, {minimumDeviation}.");
        }

        (_minimum, _maximum) = (minimumDeviation, maximumDeviation);
    }

    /// <inheritdoc/>
    public override GaussianNoiseParameters Draw(ViewShape shape, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double deviation = random.Uniform(_minimum, _maximum);
        return new GaussianNoiseParameters(deviation, ((ulong)random.NextUInt32() << 32) | random.NextUInt32());
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A float image is not in [0, 1].</exception>
    public override void Apply(View view, GaussianNoiseParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (parameters.StandardDeviation == 0)
            return;
        IntensityGuard.Check(view, nameof(GaussianNoise));
        NoiseGenerator.Add(view.Pixels, (float)parameters.StandardDeviation, parameters.Key);
    }

    /// <inheritdoc/>
    public override AugmentationDescription Describe()
        => new(nameof(GaussianNoise), ("minimumDeviation", _minimum), ("maximumDeviation", _maximum));
}
