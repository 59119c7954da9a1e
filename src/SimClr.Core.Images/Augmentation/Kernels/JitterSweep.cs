using System.Numerics.Tensors;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Applies the parts of a color jitter in one or two sweeps over the view.</summary>
/// <remarks>
/// Only contrast needs to know all pixels (their means), so the parts before it run in one sweep that also sums the values, and contrast
/// with the parts after it in a second. Within a sweep a block of pixels stays in the first-level cache through all parts.
/// </remarks>
internal static class JitterSweep
{
    private const int BlockLength = 1024;

    /// <summary>All four parts on a view of three channels.</summary>
    public static void ApplyToColor(Rgb pixels, ReadOnlySpan<ColorJitterStep> steps, JitterParts parts)
    {
        int contrast = parts.NeedsMeans ? steps.IndexOf(ColorJitterStep.Contrast) : 0;
        ChannelSums means = parts.NeedsMeans ? MeansAfter(pixels, steps[..contrast], parts) : default;
        for (int start = 0; start < pixels.Length; start += BlockLength)
        {
            Rgb block = Block(pixels, start);
            foreach (ColorJitterStep step in steps[contrast..])
                parts.Apply(step, block, means);
        }
    }

    /// <summary>Brightness and contrast on a view of any number of channels; the mean is over all values.</summary>
    public static void ApplyToChannels(Span<float> values, ReadOnlySpan<ColorJitterStep> steps, JitterParts parts)
    {
        foreach (ColorJitterStep step in steps)
        {
            if (step == ColorJitterStep.Brightness)
                VectorLoop.Run(values, parts.Brightness);
            else if (step == ColorJitterStep.Contrast && parts.NeedsMeans)
                VectorLoop.Run(values, parts.Contrast(TensorPrimitives.Average<float>(values)));
        }
    }

    private static ChannelSums MeansAfter(Rgb pixels, ReadOnlySpan<ColorJitterStep> steps, JitterParts parts)
    {
        ChannelSums sums = default;
        for (int start = 0; start < pixels.Length; start += BlockLength)
        {
            Rgb block = Block(pixels, start);
            foreach (ColorJitterStep step in steps)
                parts.Apply(step, block, default);
            sums += ChannelSums.Of(block);
        }

        return sums / pixels.Length;
    }

    private static Rgb Block(Rgb pixels, int start) => pixels.Slice(start, Math.Min(BlockLength, pixels.Length - start));
}
