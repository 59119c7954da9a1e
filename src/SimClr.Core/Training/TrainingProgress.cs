namespace SimClr.Core.Training;

/// <summary>A report from a running training.</summary>
/// <param name="Epoch">The running epoch, from 1.</param>
/// <param name="Epochs">Epochs of the whole run.</param>
/// <param name="Step">Optimiser steps done.</param>
/// <param name="TotalSteps">Optimiser steps of the whole run.</param>
/// <param name="Loss">
/// Mean loss since the last report, weighted by the steps' images. A batch of one image, which has no negatives, does not count; where
/// there is no other, this is the mean of the epoch so far.
/// </param>
/// <param name="ContrastiveAccuracy">
/// Share of views whose positive is the most similar of the batch, in the last full batch; in [0, 1].
/// </param>
/// <param name="LearningRate">Learning rate of the last step; the first parameter group's, where the optimiser has several.</param>
/// <param name="ViewsPerSecond">Views trained per second since the last report.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Remaining">Estimated time to the end of the run.</param>
/// <param name="CompletedEpoch">The epoch that this report concludes; null in its midst.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    long Step,
    long TotalSteps,
    double Loss,
    double ContrastiveAccuracy,
    double LearningRate,
    double ViewsPerSecond,
    TimeSpan Elapsed,
    TimeSpan Remaining,
    EpochSummary? CompletedEpoch)
{
    /// <summary>
    /// Share of the time since the last report in which the training waited for views; in [0, 1]. Near 0 the step is the limit, well
    /// above it the images and their augmentation are.
    /// </summary>
    public double ViewWaitShare { get; init; }
}
