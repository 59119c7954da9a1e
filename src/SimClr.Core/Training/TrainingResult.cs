using SimClr.Core.Data;

namespace SimClr.Core.Training;

/// <summary>What a training came to.</summary>
/// <param name="Epochs">The completed epochs.</param>
/// <param name="Steps">Optimiser steps done.</param>
/// <param name="Duration">Wall-clock time.</param>
/// <param name="ViewsPerSecond">Views trained per second of that time.</param>
/// <param name="Canceled">True where the run was cancelled; the model is whole, as after its last step.</param>
public sealed record TrainingResult(
    IReadOnlyList<EpochSummary> Epochs,
    long Steps,
    TimeSpan Duration,
    double ViewsPerSecond,
    bool Canceled)
{
    /// <summary>Time in which the training waited for views; part of <see cref="Duration"/>.</summary>
    public TimeSpan ViewWait { get; init; }

    /// <summary>
    /// Indices of the images that could not be read, in order (<see cref="TrainingOptions.UnreadableImages"/>); where the run was resumed,
    /// since then.
    /// </summary>
    public IReadOnlyList<int> SkippedImages { get; init; } = [];
}
