namespace SimClr.Core.Training;

/// <summary>A report from a training run.</summary>
/// <param name="Epoch">The running epoch, from 1.</param>
/// <param name="Epochs">Epochs of the whole run.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="TotalSteps">Optimizer steps of the whole run.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Remaining">Estimated time to the end of the run.</param>
/// <param name="Metrics">
/// The newest value of all that is measured at steps, by name; see <see cref="MetricNames"/> for those of the library.
/// </param>
/// <param name="CompletedEpoch">The epoch that this report concludes; null in its midst.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    long Step,
    long TotalSteps,
    TimeSpan Elapsed,
    TimeSpan Remaining,
    IReadOnlyDictionary<string, double> Metrics,
    EpochSummary? CompletedEpoch)
{
    /// <summary>
    /// Mean loss since the last report, weighted by the steps' images. A batch of fewer than the task's minimum does not count; where there
    /// is no other, this is the mean of the epoch so far.
    /// </summary>
    public double Loss => Metrics.GetValueOrDefault(MetricNames.Loss, double.NaN);

    /// <summary>
    /// Share of views whose most similar other view is a positive, in the last full batch; in [0, 1]. NaN where the task does not measure
    /// it.
    /// </summary>
    public double ContrastiveAccuracy => Metrics.GetValueOrDefault(MetricNames.ContrastiveAccuracy, double.NaN);

    /// <summary>Learning rate of the last step; the first parameter group's, where the optimizer has several.</summary>
    public double LearningRate => Metrics.GetValueOrDefault(MetricNames.LearningRate, double.NaN);

    /// <summary>Views trained per second since the last report.</summary>
    public double ViewsPerSecond => Metrics.GetValueOrDefault(MetricNames.ViewsPerSecond, double.NaN);

    /// <summary>
    /// Share of the time since the last report in which the training waited for views; in [0, 1]. Near 0 the step is the limit, well
    /// above it the images and their augmentation are.
    /// </summary>
    public double ViewWaitShare => Metrics.GetValueOrDefault(MetricNames.ViewWaitShare, double.NaN);
}
