namespace SimClr.Core.Training;

/// <summary>
/// A checkpoint cannot be saved, is damaged, or belongs to another run than the one that wants to go on from it; the message says why.
/// </summary>
public sealed class CheckpointException : IOException
{
    private const int DifferencesInMessage = 30;

    /// <summary>Creates an exception without details.</summary>
    public CheckpointException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal CheckpointException(string path, IReadOnlyList<string> differences)
        : base(Describe(path, differences)) => Differences = differences;

    /// <summary>Each way in which the checkpoint's run differs from this one; empty where that is not the cause.</summary>
    public IReadOnlyList<string> Differences { get; } = [];

    private static string Describe(string path, IReadOnlyList<string> differences)
    {
        IEnumerable<string> first = differences.Take(DifferencesInMessage).Select(difference => $"\n  {difference}");
        string rest = differences.Count > DifferencesInMessage ? $"\n  and {differences.Count - DifferencesInMessage} more" : "";
        return $"{path} belongs to another run; to begin a new one, take another folder or ResumeMode.StartOver:{string.Concat(first)}{rest}";
    }
}
