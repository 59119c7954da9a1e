namespace SimClr.Core.Training;

/// <summary>
/// What has been measured in the running epoch, by name. A left-over batch of fewer images counts in the loss for as many as it has, and
/// one below the task's minimum not at all.
/// </summary>
internal sealed class MetricHistory(TrainingPlan plan)
{
    private readonly Dictionary<string, List<float>> _epoch = [];
    private readonly Dictionary<string, double> _newest = [];

    /// <summary>The newest value of each metric of the steps.</summary>
    public IReadOnlyDictionary<string, double> Newest => new Dictionary<string, double>(_newest);

    /// <summary>Whether a step of this epoch was measured.</summary>
    public bool HasMeasuredStep => _epoch.Keys.Any(name => name != MetricNames.Loss);

    /// <summary>Adds the losses of the next steps; the newest loss is then their mean, or where none counts that of the epoch so far.</summary>
    public void AddLosses(IReadOnlyCollection<float> losses)
    {
        List<float> all = Of(MetricNames.Loss);
        int first = all.Count;
        all.AddRange(losses);
        _newest[MetricNames.Loss] = MeanLoss(first) ?? MeanLoss(0) ?? double.NaN;
    }

    /// <summary>Adds what was measured of a step.</summary>
    public void Add(IEnumerable<(string Name, float Value)> measured)
    {
        foreach ((string name, float value) in measured.GroupBy(item => item.Name).Select(values => values.Last()))
        {
            Of(name).Add(value);
            _newest[name] = value;
        }
    }

    /// <summary>Sets a value that is of the moment: it has no mean.</summary>
    public void Set(string name, double value) => _newest[name] = value;

    /// <summary>The epoch so far: means over its steps.</summary>
    public Dictionary<string, double> EpochMeans()
        => _epoch.ToDictionary(
            metric => metric.Key,
            metric => metric.Key == MetricNames.Loss ? MeanLoss(0) ?? double.NaN : metric.Value.Average());

    /// <summary>How many steps of the epoch measured a metric.</summary>
    public int Count(string name) => _epoch.TryGetValue(name, out List<float>? values) ? values.Count : 0;

    public IReadOnlyDictionary<string, float[]> Snapshot() => _epoch.ToDictionary(metric => metric.Key, metric => metric.Value.ToArray());

    /// <summary>Puts back what an earlier session saw of the epoch.</summary>
    public void Restore(IReadOnlyDictionary<string, float[]> epoch)
    {
        foreach ((string name, float[] values) in epoch)
            Of(name).AddRange(values);
    }

    /// <summary>Begins another epoch.</summary>
    public void Clear() => _epoch.Clear();

    private List<float> Of(string name) => _epoch.TryGetValue(name, out List<float>? values) ? values : _epoch[name] = [];

    private double? MeanLoss(int first)
    {
        List<float> losses = Of(MetricNames.Loss);
        double sum = 0, weights = 0;
        for (int step = first; step < losses.Count; step++)
        {
            double weight = plan.Weight(step);
            sum += weight * losses[step];
            weights += weight;
        }

        // To the digits that the losses have.
        return weights > 0 ? (float)(sum / weights) : null;
    }
}
