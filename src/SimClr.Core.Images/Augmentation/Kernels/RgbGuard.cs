namespace SimClr.Core.Augmentation.Kernels;

internal static class RgbGuard
{
    public const int Channels = 3;

    /// <summary>Whether the view has three channels; if not, refuses or passes as told.</summary>
    /// <exception cref="ArgumentException">It has not, and the handling is <see cref="NonRgbHandling.Throw"/>.</exception>
    public static bool HasColor(View view, NonRgbHandling handling, string operation)
    {
        if (view.Shape.Channels == Channels)
            return true;
        if (handling == NonRgbHandling.PassThrough)
            return false;
        throw new NotRgbException(
            $"{operation} needs {Channels} channels (red, green, blue), but the view is {view.Shape} (channels, height, width). " +
            $"Set {nameof(NonRgbHandling)}.{nameof(NonRgbHandling.PassThrough)} to leave the color part out for such images.",
            view.Shape);
    }
}
