namespace SimClr.Core.Training;

/// <summary>
/// Training stopped because the loss or a parameter was NaN or infinite; the message says at which step, what was so first (a view of an
/// image, a parameter, the output of a layer, or the loss itself), and what to try.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates an exception without details.</summary>
    public TrainingDivergedException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
