namespace SimClr.Core.Augmentation.Kernels;

/// <summary>An operation on colors was given a view without them. Whoever knows the encoder can tell whether it is at fault, too.</summary>
internal sealed class NotRgbException(string message, ViewShape found) : ArgumentException(message, "view")
{
    /// <summary>The view's shape.</summary>
    public ViewShape Found { get; } = found;
}
