using SimClr.Core.Data;
using SimClr.Core.Validation;

namespace SimClr.Core.Loading;

/// <summary>
/// A source or an augmentation failed; names the image, its file if the source knows it, the view and the epoch (from 1), and holds the
/// original exception.
/// </summary>
public sealed class ViewGenerationException : Exception
{
    internal const int NoView = -1;

    /// <summary>Creates an exception without details.</summary>
    public ViewGenerationException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public ViewGenerationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    public ViewGenerationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="imageIndex">The image.</param>
    /// <param name="path">Its file; null if it is unknown.</param>
    /// <param name="viewNumber">The view, or <see cref="NoView"/>.</param>
    /// <param name="epoch">From 0, but said from 1, as progress counts; null if the views are of no epoch.</param>
    /// <param name="innerException">The cause.</param>
    internal ViewGenerationException(int imageIndex, string? path, int viewNumber, int? epoch, Exception innerException)
        : base(
            $"Making {(viewNumber == NoView ? "the views" : $"view {viewNumber}")} of "
            + SourceContract.WithPath(imageIndex, path, innerException.Message)
            + $"{(epoch is { } number ? $" in epoch {number + 1}" : "")} failed: {Reason.Of(innerException)}",
            innerException)
        => (ImageIndex, ViewNumber) = (imageIndex, viewNumber);

    internal ViewGenerationException(string message, int imageIndex, Exception innerException)
        : base(message, innerException) => ImageIndex = imageIndex;

    /// <summary>Index of the image in its source; -1 if unknown.</summary>
    public int ImageIndex { get; } = -1;

    /// <summary>Number of the view that could not be made, from 0; -1 if that is not one view's fault: the image cannot be read, say.</summary>
    public int ViewNumber { get; } = NoView;
}
