using System.Runtime.Intrinsics;

namespace SimClr.Core.Numerics.WeightGradients;

/// <summary>
/// Inputs and gradients of some bands of images, packed so that the sums read them one after the other: the inputs in blocks of channels
/// with a border of zeros, the gradients in blocks of filters.
/// </summary>
internal sealed unsafe class WeightGradientPanels(WeightGradientPlan plan, int firstInputBlock, int inputBlocks) : IDisposable
{
    private readonly NativeFloats _inputs = new((long)inputBlocks * plan.PanelLength);
    private readonly NativeFloats _gradients = new((long)plan.FilterBlocks * plan.GradientLength);

    /// <summary>The panel of one of this object's blocks of input channels.</summary>
    public float* Inputs(int block) => _inputs.Values + (nint)block * plan.PanelLength;

    /// <summary>The packed gradients of a block of filters.</summary>
    public float* Gradients(int block) => _gradients.Values + (nint)block * plan.GradientLength;

    public void Dispose()
    {
        _inputs.Dispose();
        _gradients.Dispose();
    }

    /// <summary>Packs bands; where there are fewer than a panel holds, the gradients of the others are zero.</summary>
    public void Pack(in ChannelsLastImages input, in ChannelsLastImages gradient, int firstBand, int bands)
    {
        if (bands < plan.BandsOfPanel)
            new Span<float>(_gradients.Values, plan.FilterBlocks * plan.GradientLength).Clear();
        for (int band = 0; band < bands; band++)
        {
            (int image, int part) = Math.DivRem(firstBand + band, plan.BandsOfImage);
            int firstRow = part * plan.BandRows; // Of the output.
            for (int row = 0; row < plan.PanelRows; row++)
                PackRow(input, image, firstRow * plan.Stride + row - 1, band, row);
            PackGradients(gradient, image, firstRow, band);
        }
    }

    private void PackRow(in ChannelsLastImages input, int image, int height, int band, int row)
    {
        int first = firstInputBlock * WeightGradientSweep.Channels;
        bool outside = (uint)height >= (uint)plan.Height;
        float* from = outside ? null : input.Values + (((long)image * plan.Height + height) * plan.Width * input.Channels + first);
        float* to = _inputs.Values + band * plan.PanelBand + row * plan.PanelRow + plan.PanelColumn;
        for (int block = 0; block < inputBlocks; block++, from += WeightGradientSweep.Channels, to += plan.PanelLength)
        {
            int channels = Math.Min(WeightGradientSweep.Channels, input.Channels - first - block * WeightGradientSweep.Channels);
            if (outside)
                Clear(to, plan.PanelColumn, plan.Width);
            else if (channels == WeightGradientSweep.Channels)
                CopyVectors(from, input.Channels, to, plan.PanelColumn, plan.Width);
            else
                CopyPart(from, input.Channels, to, plan.PanelColumn, plan.Width, channels);
        }
    }

    private void PackGradients(in ChannelsLastImages gradient, int image, int firstRow, int band)
    {
        int pixels = plan.BandRows * plan.OutputWidth;
        float* from = gradient.Values + ((long)image * plan.OutputHeight + firstRow) * plan.OutputWidth * gradient.Channels;
        float* to = _gradients.Values + band * plan.GradientBand;
        for (int filter = 0; filter < gradient.Channels; filter += WeightGradientSweep.Filters, to += plan.GradientLength)
        {
            if (filter + WeightGradientSweep.Filters <= gradient.Channels)
                CopyQuarters(from + filter, gradient.Channels, to, plan.GradientPixel, pixels);
            else
                CopyPart(from + filter, gradient.Channels, to, plan.GradientPixel, pixels, gradient.Channels - filter);
        }
    }

    private static void Clear(float* to, nint step, int pixels)
    {
        for (int pixel = 0; pixel < pixels; pixel++, to += step)
            Vector256<float>.Zero.Store(to);
    }

    private static void CopyVectors(float* from, nint fromStep, float* to, nint toStep, int pixels)
    {
        for (int pixel = 0; pixel < pixels; pixel++, from += fromStep, to += toStep)
            Vector256.Load(from).Store(to);
    }

    private static void CopyQuarters(float* from, nint fromStep, float* to, nint toStep, int pixels)
    {
        for (int pixel = 0; pixel < pixels; pixel++, from += fromStep, to += toStep)
            Vector128.Load(from).Store(to);
    }

    private static void CopyPart(float* from, nint fromStep, float* to, nint toStep, int pixels, int channels)
    {
        for (int pixel = 0; pixel < pixels; pixel++, from += fromStep, to += toStep)
            new ReadOnlySpan<float>(from, channels).CopyTo(new Span<float>(to, channels));
    }
}
