using SimClr.Core.Data;

namespace SimClr.Core.Training;

/// <summary>What a training run came to.</summary>
/// <param name="Epochs">The completed epochs.</param>
/// <param name="Steps">Optimizer steps done.</param>
/// <param name="Duration">Wall-clock time.</param>
/// <param name="ViewsPerSecond">Views trained per second of that time, evaluation left aside.</param>
/// <param name="Canceled">True if the run was canceled; the model is whole, as after its last step.</param>
public sealed record TrainingResult(
    IReadOnlyList<EpochSummary> Epochs,
    long Steps,
    TimeSpan Duration,
    double ViewsPerSecond,
    bool Canceled)
{
    /// <summary>Time in which the training waited for views; part of <see cref="Duration"/>.</summary>
    public TimeSpan ViewWait { get; init; }

    /// <summary>Why a callback stopped the run before its planned end; null if none did.</summary>
    public string? StopReason { get; init; }

    /// <summary>
    /// Indices of the images that could not be read, by whichever rank, in order (<see cref="TrainingOptions.UnreadableImages"/>); in a run that was resumed,
    /// since then.
    /// </summary>
    public IReadOnlyList<int> SkippedImages { get; init; } = [];
}
