namespace SimClr.Core.Training;

/// <summary>What one epoch of training came to.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Duration">Wall-clock time, evaluation included.</param>
/// <param name="Metrics">All that was measured, by name; see <see cref="MetricNames"/> for those of the library.</param>
public sealed record EpochSummary(int Epoch, TimeSpan Duration, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>
    /// Mean loss over the epoch's steps, weighted by their images; a batch of fewer than the task's minimum does not count.
    /// </summary>
    public double Loss => Metrics.GetValueOrDefault(MetricNames.Loss, double.NaN);

    /// <summary>
    /// Mean share of views whose most similar other view is a positive, over the steps at which it was measured, all with full batches
    /// where the epoch has any; in [0, 1]. NaN where the task does not measure it.
    /// </summary>
    public double ContrastiveAccuracy => Metrics.GetValueOrDefault(MetricNames.ContrastiveAccuracy, double.NaN);

    /// <summary>
    /// Mean of <see cref="MetricNames.EmbeddingDeviation"/> over the steps at which it was measured. NaN where the task does not measure
    /// it.
    /// </summary>
    public double EmbeddingDeviation => Metrics.GetValueOrDefault(MetricNames.EmbeddingDeviation, double.NaN);

    /// <summary>Learning rate of the epoch's last step; the first parameter group's, where the optimizer has several.</summary>
    public double LearningRate => Metrics.GetValueOrDefault(MetricNames.LearningRate, double.NaN);

    /// <summary>Views trained per second.</summary>
    public double ViewsPerSecond => Metrics.GetValueOrDefault(MetricNames.ViewsPerSecond, double.NaN);

    /// <summary>kNN accuracy after the epoch, in [0, 1]; null where it was not measured.</summary>
    public double? KnnAccuracy => Metrics.TryGetValue(MetricNames.KnnAccuracy, out double value) ? value : null;

    /// <summary>True where the embeddings do not tell images apart; see <see cref="Callbacks.CollapseWarning"/>.</summary>
    public bool Collapsed => Metrics.ContainsKey(MetricNames.Collapsed);

    /// <summary>Whether all is the same, the metrics' values included.</summary>
    public bool Equals(EpochSummary? other)
        => other is not null
            && (Epoch, Duration, Metrics.Count) == (other.Epoch, other.Duration, other.Metrics.Count)
            && Metrics.All(metric => other.Metrics.TryGetValue(metric.Key, out double value) && value.Equals(metric.Value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Epoch, Duration, Metrics.Count);
}
