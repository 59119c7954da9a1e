using System.Numerics;
using System.Runtime.InteropServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Gaussian blur, columns then rows, a row at a time: the intermediate row stays in the first-level cache.</summary>
internal static class SeparableBlur
{
    // Taps whose weight is below the resolution of a float's sum are left out.
    private const double NegligibleWeight = 1e-8;

    /// <summary>Blurs every channel.</summary>
    /// <param name="view">The view, any size: mirrored as often as the kernel needs.</param>
    /// <param name="sigma">Standard deviation in pixels, positive.</param>
    /// <param name="radius">Taps on each side of the middle one.</param>
    public static void Apply(View view, double sigma, int radius)
    {
        radius = Math.Min(radius, (int)Math.Ceiling(sigma * Math.Sqrt(-2 * Math.Log(NegligibleWeight))));
        if (radius == 0)
            return;
        ViewShape shape = view.Shape;
        int taps = 2 * radius + 1;
        int padded = shape.Width + 2 * radius;
        Span<float> scratch = view.Scratch(checked(3 * taps + padded + Vector<float>.Count));
        Span<float> weights = scratch[..taps];
        Span<float> line = scratch.Slice(taps, padded + Vector<float>.Count);
        Span<int> offsets = MemoryMarshal.Cast<float, int>(scratch[(taps + line.Length)..]);
        FillWeights(weights, sigma);
        ReadOnlySpan<float> source = view.Pixels;
        Span<float> result = view.Prepare(shape);
        int area = shape.Height * shape.Width;
        for (int channel = 0; channel < shape.Channels; channel++)
            BlurPlane(source.Slice(channel * area, area), result.Slice(channel * area, area), shape, weights, line, offsets);
        view.Commit(shape);
    }

    private static void FillWeights(Span<float> weights, double sigma)
    {
        int radius = weights.Length / 2;
        double sum = 0;
        for (int tap = 0; tap < weights.Length; tap++)
            sum += Weight(tap - radius, sigma);
        for (int tap = 0; tap < weights.Length; tap++)
            weights[tap] = (float)(Weight(tap - radius, sigma) / sum);
    }

    private static double Weight(int distance, double sigma) => Math.Exp(-0.5 * (distance / sigma) * (distance / sigma));

    private static void BlurPlane(
        ReadOnlySpan<float> source,
        Span<float> result,
        ViewShape shape,
        ReadOnlySpan<float> weights,
        Span<float> line,
        Span<int> offsets)
    {
        int radius = weights.Length / 2;
        int width = shape.Width;
        Span<int> neighbors = offsets[..weights.Length];
        for (int tap = 0; tap < neighbors.Length; tap++)
            neighbors[tap] = tap;
        Span<int> rows = offsets[weights.Length..];
        for (int row = 0; row < shape.Height; row++)
        {
            for (int tap = 0; tap < rows.Length; tap++)
                rows[tap] = PlaneGeometry.Mirror(row + tap - radius, shape.Height) * width;
            WeightedSum.Compute(source, rows, weights, line.Slice(radius, width));
            MirrorEnds(line, radius, width);
            WeightedSum.Compute(line, neighbors, weights, result.Slice(row * width, width));
        }
    }

    private static void MirrorEnds(Span<float> line, int radius, int width)
    {
        for (int edge = 1; edge <= radius; edge++)
        {
            line[radius - edge] = line[radius + PlaneGeometry.Mirror(-edge, width)];
            line[radius + width - 1 + edge] = line[radius + PlaneGeometry.Mirror(width - 1 + edge, width)];
        }
    }
}
