namespace SimClr.Core.Training;

/// <summary>Why a task cannot be trained on the images and views it would get.</summary>
/// <param name="Message">What was expected and what was found.</param>
public sealed record TaskProblem(string Message)
{
    /// <summary>The exception that told of it; null if none did.</summary>
    public Exception? Cause { get; init; }

    /// <summary>True if other images or views would suit the task: the trainer then throws an <see cref="ArgumentException"/>.</summary>
    public bool IsOfViews { get; init; }
}
