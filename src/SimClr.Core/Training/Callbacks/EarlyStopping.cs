using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Callbacks;

/// <summary>Stops a run when a metric of its epochs has not improved for a number of epochs.</summary>
/// <remarks>Its state is part of checkpoints. One instance serves one run at a time.</remarks>
public sealed class EarlyStopping : TrainingCallback, IStatefulCallback
{
    private readonly string _metric;
    private readonly int _patience;
    private readonly double _minimumImprovement;
    private readonly bool _higherIsBetter;
    private double _best = double.NaN;
    private int _epochsSince;

    /// <summary>Creates the callback.</summary>
    /// <param name="metric">Name of an epoch's metric, such as <see cref="MetricNames.KnnAccuracy"/>; epochs without it do not count.</param>
    /// <param name="patience">Epochs without improvement after which the run stops; at least 1.</param>
    /// <param name="higherIsBetter">True for accuracies, false for losses.</param>
    /// <param name="minimumImprovement">By how much the best value must be exceeded to count; at least 0, the default.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public EarlyStopping(string metric, int patience, bool higherIsBetter, double minimumImprovement = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(metric);
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        if (!(minimumImprovement >= 0))
            throw new ArgumentOutOfRangeException(nameof(minimumImprovement), minimumImprovement, "Expected at least 0.");
        (_metric, _patience, _higherIsBetter, _minimumImprovement) = (metric, patience, higherIsBetter, minimumImprovement);
    }

    /// <summary>The best value so far; NaN before the first.</summary>
    public double Best => _best;

    /// <inheritdoc/>
    public string StateName => $"early_stopping.{_metric}";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor>
    {
        ["best"] = tensor(_best, ScalarType.Float64),
        ["epochs_since"] = tensor((long)_epochsSince),
    };

    /// <inheritdoc/>
    public void Prepare(TrainingContext run) => (_best, _epochsSince) = (double.NaN, 0);

    /// <inheritdoc/>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_best, _epochsSince) = (state["best"].ToDouble(), (int)state["epochs_since"].ToInt64());
    }

    /// <inheritdoc/>
    public override void OnRunStarted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        StopIfDue(run);
    }

    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Report?.CompletedEpoch is not { } epoch || !epoch.Metrics.TryGetValue(_metric, out double value))
            return;
        double improvement = _higherIsBetter ? value - _best : _best - value;
        if (double.IsNaN(_best) || improvement > _minimumImprovement)
            (_best, _epochsSince) = (value, 0);
        else
            _epochsSince++;
        StopIfDue(run);
    }

    private void StopIfDue(TrainingContext run)
    {
        if (_epochsSince >= _patience)
            run.Stop($"{_metric} has not improved on {_best:g4} for {_epochsSince} epochs");
    }
}
