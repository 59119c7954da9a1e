namespace SimClr.Core.Training;

/// <summary>A source or an augmentation failed; names the image, and holds the original exception.</summary>
public sealed class ViewGenerationException : Exception
{
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

    internal ViewGenerationException(int imageIndex, int epoch, Exception innerException)
        : base($"Making the views of image {imageIndex} in epoch {epoch} failed: {innerException.Message}", innerException) => ImageIndex = imageIndex;

    internal ViewGenerationException(string message, int imageIndex, Exception innerException)
        : base(message, innerException) => ImageIndex = imageIndex;

    /// <summary>Index of the image in its source; -1 where unknown.</summary>
    public int ImageIndex { get; } = -1;
}
