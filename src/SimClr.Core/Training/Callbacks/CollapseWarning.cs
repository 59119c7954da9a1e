using Microsoft.Extensions.Logging;

namespace SimClr.Core.Training.Callbacks;

/// <summary>
/// Warns after an epoch in which nothing told one image from another: the embeddings' deviation is below 0.01, or the contrastive accuracy
/// not above chance over at least 10 measured steps. Part of every run; tasks that measure neither are left alone.
/// </summary>
public sealed class CollapseWarning : TrainingCallback
{
    /// <summary>A hundredth of what directions that cover the sphere have.</summary>
    private const double CollapsedDeviation = 0.01;

    /// <summary>By chance about one view of a measured step finds a positive: fewer steps would often have none for no reason.</summary>
    private const int StepsToJudge = 10;

    /// <inheritdoc/>
    public override void AfterEpoch(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        double deviation = run.EpochMetrics.GetValueOrDefault(MetricNames.EmbeddingDeviation, double.NaN);
        double accuracy = run.EpochMetrics.GetValueOrDefault(MetricNames.ContrastiveAccuracy, double.NaN);
        // By chance a view's nearest is one of its V - 1 positives among V N - 1 others.
        double chance = (run.Views - 1.0) / ((double)run.Views * run.BatchSize - 1);
        if (!(deviation < CollapsedDeviation) && !(run.MeasuredSteps(MetricNames.ContrastiveAccuracy) >= StepsToJudge && accuracy <= chance))
            return;
        run.Metrics.Add(MetricNames.Collapsed, 1);
        run.Logger.LogWarning(
            "Epoch {Epoch}: the representation has collapsed, the embeddings do not tell images apart "
            + "(deviation {Deviation:g3} of at most 1, contrastive accuracy {Accuracy:g3}). "
            + "Look whether the images differ at all; if so, try a lower learning rate, a longer warm-up or weaker augmentations",
            run.Epoch,
            deviation,
            accuracy);
    }
}
