using System.Numerics.Tensors;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Applies the parts of a colour jitter in one or two sweeps over the view.</summary>
/// <remarks>
/// Only contrast needs to know all pixels (their mean grey), so the parts before it run in one sweep that also sums the grey values, and
/// contrast with the parts after it in a second. Within a sweep a block of pixels stays in the first-level cache through all parts.
/// </remarks>
internal static class JitterSweep
{
    private const int BlockLength = 1024;

    /// <summary>All four parts on a view of three channels.</summary>
    public static void ApplyToColor(Rgb pixels, ColorJitterParameters parameters)
    {
        ReadOnlySpan<ColorJitterStep> steps = ColorJitterOrder.Steps(parameters.Order);
        if (parameters.Contrast == 1)
        {
            Sweep(pixels, steps, parameters, 0, measure: false);
            return;
        }

        int contrast = steps.IndexOf(ColorJitterStep.Contrast);
        double sum = Sweep(pixels, steps[..contrast], parameters, 0, measure: true);
        Sweep(pixels, steps[contrast..], parameters, sum / pixels.Length, measure: false);
    }

    /// <summary>Brightness and contrast on a view of any number of channels; the mean is over all values.</summary>
    public static void ApplyToChannels(Span<float> values, ColorJitterParameters parameters)
    {
        foreach (ColorJitterStep step in ColorJitterOrder.Steps(parameters.Order))
        {
            if (step == ColorJitterStep.Brightness)
                VectorLoop.Run(values, new Blend(parameters.Brightness, 0));
            else if (step == ColorJitterStep.Contrast)
                VectorLoop.Run(values, Contrast(parameters, TensorPrimitives.Sum<float>(values) / (double)values.Length));
        }
    }

    private static double Sweep(Rgb pixels, ReadOnlySpan<ColorJitterStep> steps, ColorJitterParameters parameters, double mean, bool measure)
    {
        double sum = 0;
        for (int start = 0; start < pixels.Length; start += BlockLength)
        {
            Rgb block = pixels.Slice(start, Math.Min(BlockLength, pixels.Length - start));
            foreach (ColorJitterStep step in steps)
                Apply(block, step, parameters, mean);
            if (measure)
                sum += Grey.Sum(block);
        }

        return sum;
    }

    private static void Apply(Rgb block, ColorJitterStep step, ColorJitterParameters parameters, double mean)
    {
        switch (step)
        {
            case ColorJitterStep.Brightness when parameters.Brightness != 1:
                ApplyToEach(block, new Blend(parameters.Brightness, 0));
                break;
            case ColorJitterStep.Contrast when parameters.Contrast != 1:
                ApplyToEach(block, Contrast(parameters, mean));
                break;
            case ColorJitterStep.Saturation when parameters.Saturation != 1:
                VectorLoop.Run(block, new BlendWithGrey(parameters.Saturation));
                break;
            case ColorJitterStep.Hue when parameters.Hue != 0:
                VectorLoop.Run(block, new HueShift(parameters.Hue));
                break;
            default:
                break;
        }
    }

    private static Blend Contrast(ColorJitterParameters parameters, double mean) => new(parameters.Contrast, (float)((1 - parameters.Contrast) * mean));

    private static void ApplyToEach(Rgb block, Blend operation)
    {
        VectorLoop.Run(block.Red, operation);
        VectorLoop.Run(block.Green, operation);
        VectorLoop.Run(block.Blue, operation);
    }
}
