namespace SimClr.Core.Loading;

/// <summary>A source or an augmentation failed; names the image and the view, and holds the original exception.</summary>
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

    internal ViewGenerationException(int imageIndex, int epoch, int viewNumber, Exception innerException)
        : base(
            $"Making {(viewNumber == NoView ? "the views" : $"view {viewNumber}")} of image {imageIndex} in epoch {epoch} failed: "
            + innerException.Message,
            innerException)
        => (ImageIndex, ViewNumber) = (imageIndex, viewNumber);

    internal ViewGenerationException(string message, int imageIndex, Exception innerException)
        : base(message, innerException) => ImageIndex = imageIndex;

    /// <summary>Index of the image in its source; -1 if unknown.</summary>
    public int ImageIndex { get; } = -1;

    /// <summary>Number of the view that could not be made, from 0; -1 if that is not one view's fault: the image cannot be read, say.</summary>
    public int ViewNumber { get; } = NoView;
}
