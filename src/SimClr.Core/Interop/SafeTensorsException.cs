namespace SimClr.Core.Interop;

/// <summary>
/// A safetensors file is damaged, is none, or does not fit what it is loaded into; the message names the file, what is wrong and where.
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

    internal SafeTensorsException(string message, IReadOnlyList<string> differences)
        : base(message) => Differences = differences;

    /// <summary>Creates an exception with a message and its cause.</summary>
    public SafeTensorsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Each way in which the file's tensors differ from what they are loaded into, of which a long message shows the first; empty where
    /// that is not the cause.
    /// </summary>
    public IReadOnlyList<string> Differences { get; } = [];
}
