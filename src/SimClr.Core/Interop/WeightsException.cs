namespace SimClr.Core.Interop;

/// <summary>
/// Weights in a file do not fit the module that they are loaded into, or a PyTorch file is damaged, or holds more than weights; the
/// message names the file, what is wrong and where.
/// </summary>
public sealed class WeightsException : IOException
{
    /// <summary>Creates an exception without details.</summary>
    public WeightsException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public WeightsException(string message)
        : base(message)
    {
    }

    internal WeightsException(string message, IReadOnlyList<string> differences)
        : base(message) => Differences = differences;

    /// <summary>Creates an exception with a message and its cause.</summary>
    public WeightsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Each way in which the file's tensors differ from the module's: missing, unknown, of another shape or type. A long message shows the
    /// first ten; here are all. Empty where that is not the cause.
    /// </summary>
    public IReadOnlyList<string> Differences { get; } = [];
}
