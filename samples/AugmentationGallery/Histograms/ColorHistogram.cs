using SimClr.Core.Augmentation;
using SimClr.Core.Data;

namespace SimClr.Core.Samples.AugmentationGallery.Histograms;

/// <summary>How often each intensity occurs in each channel of a view or image, as fractions.</summary>
/// <remarks>
/// Crops of one image share their histogram, so without color distortion a network can find the positive pair by it alone (paper,
/// section 3.1
/// and Figure 6). Immutable, thread-safe.
/// </remarks>
public sealed class ColorHistogram
{
    private readonly double[] _fractions;

    private ColorHistogram(double[] fractions, int channels, int bins)
    {
        _fractions = fractions;
        (Channels, Bins) = (channels, bins);
    }

    /// <summary>Number of channels.</summary>
    public int Channels { get; }

    /// <summary>Number of bins of each channel; together they cover [0, 1].</summary>
    public int Bins { get; }

    /// <summary>Counts the values of a view; those outside [0, 1] go to the first or last bin.</summary>
    /// <param name="view">The view; not changed.</param>
    /// <param name="bins">Number of bins of each channel, at least 1; 32 by default.</param>
    public static ColorHistogram Of(View view, int bins = 32)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        double[] fractions = new double[view.Shape.Channels * bins];
        for (int channel = 0; channel < view.Shape.Channels; channel++)
        {
            ReadOnlySpan<float> plane = view.Plane(channel);
            foreach (float value in plane)
                fractions[channel * bins + (int)Math.Clamp(value * bins, 0, bins - 1)] += 1.0 / plane.Length;
        }

        return new ColorHistogram(fractions, view.Shape.Channels, bins);
    }

    /// <summary>Counts the values of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="bins">Number of bins of each channel, at least 1; 32 by default.</param>
    public static ColorHistogram Of(Image image, int bins = 32)
    {
        View view = new();
        view.Reset(image);
        return Of(view, bins);
    }

    /// <summary>The fractions of one channel's bins; their sum is 1.</summary>
    /// <param name="channel">In [0, <see cref="Channels"/>).</param>
    public ReadOnlySpan<double> Channel(int channel) => _fractions.AsSpan(channel * Bins, Bins);

    /// <summary>
    /// The share of pixels that would have to change their bin to turn one histogram into the other, averaged over the channels: in [0,
    /// 1].
    /// </summary>
    /// <exception cref="ArgumentException">The other has other channels or bins.</exception>
    public double DistanceTo(ColorHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Channels != Channels || other.Bins != Bins)
        {
            throw new ArgumentException(
                $"A histogram of {Channels} x {Bins} bins cannot be compared with one of {other.Channels} x {other.Bins}.",
                nameof(other));
        }

        double difference = 0;
        for (int bin = 0; bin < _fractions.Length; bin++)
            difference += Math.Abs(_fractions[bin] - other._fractions[bin]);
        return difference / (2 * Channels);
    }
}
