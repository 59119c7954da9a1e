namespace SimClr.Core.Interop;

/// <summary>
/// A safetensors file is damaged, is none, or holds something else than was expected; the message names the file, what is wrong and where.
/// </summary>
public sealed class SafeTensorsException : IOException
{
    /// <summary>Creates an exception without details.</summary>
    public SafeTensorsException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public SafeTensorsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    public SafeTensorsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
