namespace SimClr.Core.Training;

/// <summary>
/// Losses and measures of the running epoch. A left-over batch of fewer images counts for as many as it has, and one of a single image,
/// which has no negatives, not at all.
/// </summary>
internal sealed class EpochMeter(TrainingPlan plan)
{
    private readonly List<float> _losses = [];
    private readonly List<float> _accuracies = [];
    private readonly List<float> _deviations = [];

    /// <summary>Loss of each step that was read, in order.</summary>
    public IReadOnlyList<float> Losses => _losses;

    /// <summary>Contrastive accuracy of each step that was measured.</summary>
    public IReadOnlyList<float> Accuracies => _accuracies;

    /// <summary>Deviation of the embeddings at each step that was measured.</summary>
    public IReadOnlyList<float> Deviations => _deviations;

    /// <summary>Adds the losses of the next steps.</summary>
    /// <returns>Their mean; where none of them counts, that of the epoch so far.</returns>
    public double Add(IReadOnlyCollection<float> losses)
    {
        int first = _losses.Count;
        _losses.AddRange(losses);
        return Mean(first) ?? MeanLoss();
    }

    /// <summary>Adds what was measured of a step.</summary>
    public void Add(float accuracy, float deviation)
    {
        _accuracies.Add(accuracy);
        _deviations.Add(deviation);
    }

    /// <summary>Puts back what an earlier session saw of the epoch.</summary>
    public void Restore(IEnumerable<float> losses, IEnumerable<float> accuracies, IEnumerable<float> deviations)
    {
        _losses.AddRange(losses);
        _accuracies.AddRange(accuracies);
        _deviations.AddRange(deviations);
    }

    /// <summary>Mean loss over the images; NaN where no step counts.</summary>
    public double MeanLoss() => Mean(0) ?? double.NaN;

    /// <summary>Begins another epoch.</summary>
    public void Clear()
    {
        _losses.Clear();
        _accuracies.Clear();
        _deviations.Clear();
    }

    private double? Mean(int first)
    {
        double sum = 0, weights = 0;
        for (int step = first; step < _losses.Count; step++)
        {
            double weight = plan.Weight(step);
            sum += weight * _losses[step];
            weights += weight;
        }

        // To the digits that the losses have.
        return weights > 0 ? (float)(sum / weights) : null;
    }
}
