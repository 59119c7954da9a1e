namespace SimClr.Core.Training;

/// <summary>What one epoch of training came to.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Loss">
/// Mean loss over the epoch's steps, weighted by their images; a batch of one image, which has no negatives, does not count.
/// </param>
/// <param name="ContrastiveAccuracy">
/// Mean share of views whose positive is the most similar of the batch, over the steps at which it was measured, all with full batches
/// where the epoch has any; in [0, 1].
/// </param>
/// <param name="LearningRate">Learning rate of the epoch's last step; the first parameter group's, where the optimiser has several.</param>
/// <param name="ViewsPerSecond">Views trained per second.</param>
/// <param name="Duration">Wall-clock time, evaluation included.</param>
/// <param name="KnnAccuracy">kNN accuracy after the epoch, in [0, 1]; null where it was not measured.</param>
public sealed record EpochSummary(
    int Epoch,
    double Loss,
    double ContrastiveAccuracy,
    double LearningRate,
    double ViewsPerSecond,
    TimeSpan Duration,
    double? KnnAccuracy)
{
    /// <summary>
    /// Standard deviation of the embeddings z scaled to length 1, over all dimensions together; mean over the steps at which it was
    /// measured. In [0, 1]: 0 where all images have the same embedding, near 1 where the embeddings spread over the whole sphere.
    /// </summary>
    public double EmbeddingDeviation { get; init; }

    /// <summary>
    /// True where nothing tells one image from another: <see cref="EmbeddingDeviation"/> is below 0.01, or
    /// <see cref="ContrastiveAccuracy"/> not above chance, 1 / (2N - 1), over at least 10 measured steps. The trainer's logger has a
    /// warning of it.
    /// </summary>
    public bool Collapsed { get; init; }
}
