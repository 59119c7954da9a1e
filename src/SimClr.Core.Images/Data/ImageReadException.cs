namespace SimClr.Core.Data;

/// <summary>An image could not be read; the message names the file or record and the reason.</summary>
public sealed class ImageReadException : Exception
{
    /// <summary>Creates an exception without details.</summary>
    public ImageReadException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public ImageReadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    public ImageReadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
