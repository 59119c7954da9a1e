using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>
/// Subtracts a mean and divides by a standard deviation, channel by channel. Belongs at the end: later operations expect [0, 1].
/// </summary>
/// <remarks>SimCLR itself does not normalize; encoders that were trained elsewhere usually want it. Immutable, thread-safe.</remarks>
public sealed class Normalize : IAugmentation
{
    private readonly float[] _mean;
    private readonly float[] _deviation;

    /// <summary>Creates the operation.</summary>
    /// <param name="mean">One value for all channels, or one for each.</param>
    /// <param name="standardDeviation">As many values, all positive.</param>
    /// <exception cref="ArgumentException">The numbers of values differ or are 0, or a deviation is not positive.</exception>
    public Normalize(IEnumerable<float> mean, IEnumerable<float> standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(standardDeviation);
        (_mean, _deviation) = ([.. mean], [.. standardDeviation]);
        if (_mean.Length == 0 || _mean.Length != _deviation.Length)
        {
            throw new ArgumentException(
                $"There must be as many means as standard deviations and at least one, but there are {_mean.Length} and {_deviation.Length}.",
                nameof(mean));
        }

        if (!_deviation.All(deviation => deviation > 0))
        {
            throw new ArgumentException(
                $"Standard deviations must be positive, but are {Join(_deviation)}.",
                nameof(standardDeviation));
        }
    }

    /// <summary>The statistics of ImageNet, as torchvision's models expect.</summary>
    public static Normalize ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>The statistics of CIFAR-10's training images.</summary>
    public static Normalize Cifar10 { get; } = new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The view has another number of channels.</exception>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(view);
        int channels = view.Shape.Channels;
        if (_mean.Length != 1 && _mean.Length != channels)
        {
            throw new ArgumentException(
                $"{nameof(Normalize)} has statistics of {_mean.Length} channels, but the view is {view.Shape} (channels, height, width).",
                nameof(view));
        }

        for (int channel = 0; channel < channels; channel++)
        {
            int own = _mean.Length == 1 ? 0 : channel;
            VectorLoop.Run(view.Plane(channel), new Affine(1 / _deviation[own], -_mean[own] / _deviation[own]));
        }
    }

    /// <inheritdoc/>
    public IAugmentation ForEvaluation() => this;

    /// <inheritdoc/>
    public AugmentationDescription Describe()
        => new(nameof(Normalize), ("mean", Join(_mean)), ("standardDeviation", Join(_deviation)));

    /// <inheritdoc/>
    public override string ToString() => Describe().ToString();

    private static string Join(float[] values)
        => string.Join(' ', values.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
