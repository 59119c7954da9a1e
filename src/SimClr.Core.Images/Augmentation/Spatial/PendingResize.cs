using SimClr.Core.Augmentation.Kernels;

namespace SimClr.Core.Augmentation;

/// <summary>A resize that waits until it is known how much of its result is wanted.</summary>
/// <param name="From">Shape before.</param>
/// <param name="To">Shape after, all of it.</param>
/// <param name="Interpolation">The resampling filter.</param>
internal readonly record struct PendingResize(ViewShape From, ViewShape To, ResizeInterpolation Interpolation)
{
    /// <summary>Half a gigabyte of floats: far more than any view has, far less than a thin image can be resized to.</summary>
    private const long MostValues = 1 << 27;

    /// <summary>Computes a part of the result, which becomes the view's content.</summary>
    /// <exception cref="ArgumentException">The part is too large.</exception>
    public void Run(View view, CropBox part)
    {
        long values = (long)part.Height * part.Width;
        if (values > MostValues / To.Channels)
        {
            throw new ArgumentException(
                $"Resizing a view {From} to {To} gives {values * To.Channels:N0} values, more than the {MostValues:N0} allowed. "
                + "Let a CenterCrop or RandomResizedCrop follow, which computes no more than it keeps, or leave such thin images out.");
        }

        Resampler.Resize(view, To, part, Interpolation);
    }
}
