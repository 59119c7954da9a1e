using System.Diagnostics.Metrics;

namespace SimClr.Core.Training.Callbacks;

/// <summary>
/// Publishes every metric as a gauge of a <see cref="Meter"/>, for OpenTelemetry, <c>dotnet-counters</c> and the like: <c>simclr.loss</c>,
/// <c>simclr.evaluation.knn_accuracy</c>, and so on, besides the counters <c>simclr.steps</c> and <c>simclr.epochs</c>.
/// </summary>
public sealed class MeterLog : TrainingCallback, IDisposable
{
    /// <summary>Name of the meter: <c>SimClr.Core</c>.</summary>
    public const string MeterName = "SimClr.Core";

    private readonly Dictionary<string, Gauge<double>> _gauges = [];
    private readonly Meter _meter;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _epochs;
    private bool _disposed;

    /// <summary>Creates the callback and its meter.</summary>
    /// <param name="factory">Makes the meter, in an application with dependency injection; null, the default, makes it here.</param>
    public MeterLog(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(new MeterOptions(MeterName)) ?? new Meter(MeterName);
        _steps = _meter.CreateCounter<long>("simclr.steps", "{step}", "Optimizer steps done.");
        _epochs = _meter.CreateCounter<long>("simclr.epochs", "{epoch}", "Epochs completed.");
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The callback has been disposed.</exception>
    public override void OnRunStarted(TrainingContext run) => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _steps.Add(1);
        if (run.Report is not { } report)
            return;
        Record(report.Metrics);
        if (report.CompletedEpoch is { } epoch)
        {
            _epochs.Add(1);
            Record(epoch.Metrics.Where(metric => !report.Metrics.ContainsKey(metric.Key)));
        }
    }

    /// <summary>Disposes the meter; its instruments end.</summary>
    public void Dispose()
    {
        _disposed = true;
        _meter.Dispose();
    }

    private void Record(IEnumerable<KeyValuePair<string, double>> metrics)
    {
        foreach ((string name, double value) in metrics)
        {
            if (!_gauges.TryGetValue(name, out Gauge<double>? gauge))
                _gauges[name] = gauge = _meter.CreateGauge<double>($"simclr.{name.Replace('/', '.')}");
            gauge.Record(value);
        }
    }
}
