using SimClr.Core.Losses;
using SimClr.Core.Training.Callbacks;
using SimClr.Core.Training.Checkpoints;
using SimClr.Core.Training.Ranks;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>How far a run has come: its steps, what was measured of them, and the reports made of that.</summary>
internal sealed class TrainingRun(TrainingSetup setup, TrainingPlan plan) : IDisposable
{
    private readonly LossMeter _losses = new();
    private readonly MetricHistory _history = new(plan);
    private readonly List<EpochSummary> _epochs = [];
    private readonly Dictionary<string, double> _epochsOwn = [];

    public TrainingSetup Setup => setup;

    public TrainingPlan Plan => plan;

    public RankGroup Ranks { get; } = new(setup.Collective);

    public TrainingClock Clock { get; } = new();

    public MetricSink Sink { get; } = new();

    /// <summary>As planned, until a callback changes it.</summary>
    public RunLength Length { get; set; } = RunLength.Of(plan.TotalSteps);

    public long TotalSteps => Length.Total;

    /// <summary>Those that begin within the run.</summary>
    public int Epochs => (int)((TotalSteps + plan.StepsPerEpoch - 1) / plan.StepsPerEpoch);

    public long Steps { get; private set; }

    /// <summary>The epoch of the step last begun, from 1.</summary>
    public int Epoch { get; private set; } = 1;

    public bool IsMeasured { get; private set; }

    public Tensor? Loss { get; set; }

    /// <summary>Whether a callback looks at representations.</summary>
    public bool KeepsRepresentations { get; set; }

    public EmbeddingBatch? Representations { get; set; }

    /// <summary>Losses of the last steps, read where a report is due.</summary>
    public float[] NewLosses { get; private set; } = [];

    public TrainingProgress? LastReport { get; private set; }

    public string? StopReason { get; set; }

    public bool CheckpointIsWanted { get; set; }

    /// <summary>Steps of the newest checkpoint; null if there is none.</summary>
    public long? SavedSteps { get; set; }

    /// <summary>What has become of the last step.</summary>
    public string Outcome => Steps > 0 && SavedSteps == Steps ? "a checkpoint of it is saved" : "no checkpoint of it is saved";

    /// <summary>The averaged weights that evaluation takes instead of the module's own; null if there are none.</summary>
    public WeightAverage? EvaluationWeights { get; set; }

    public bool IsOver => Steps >= TotalSteps || StopReason is not null;

    public bool IsAtEndOfEpoch => Steps % plan.StepsPerEpoch == 0;

    public bool IsReportDue => IsDue(Steps);

    /// <summary>Means over the epoch's steps so far, and after its last step what is of the epoch itself.</summary>
    public IReadOnlyDictionary<string, double> EpochMetrics => WithEpochsOwn(_history.EpochMeans());

    /// <summary>How many of the epoch's steps measured a metric.</summary>
    public int Measured(string metric) => _history.Count(metric);

    /// <summary>
    /// Begins the next step. It is measured where a report follows it, or where it is the last full batch before one. A left-over batch,
    /// in which a positive is found more easily, is measured only where the epoch has no other measure.
    /// </summary>
    public void BeginStep()
    {
        (LastReport, NewLosses) = (null, []);
        Epoch = (int)(Steps / plan.StepsPerEpoch) + 1;
        IsMeasured = plan.IsLeftOver(Steps) ? !_history.HasMeasuredStep : IsDue(Steps + 1) || plan.IsLeftOver(Steps + 1);
    }

    /// <summary>Ends the step, takes over its loss, and reads what the device has computed where a report is due.</summary>
    public void EndStep(Tensor loss, double learningRate)
    {
        Clock.Count((long)plan.Views * plan.BatchSize(Steps));
        Steps++;
        _losses.Add(loss);
        _history.Set(MetricNames.LearningRate, learningRate);
        if (IsReportDue)
            _history.AddLosses(NewLosses = _losses.Read());
    }

    /// <summary>Reads what was measured of the step.</summary>
    public void ReadMetrics()
    {
        if (IsMeasured)
            _history.Add(Sink.Take());
        else if (IsAtEndOfEpoch) // after a left-over batch, which counts only in what no other step has measured
            _history.Add([.. Sink.Take().Where(metric => Measured(metric.Name) == 0)]);
    }

    /// <summary>Reads what was measured of the epoch as a whole, after its last step.</summary>
    public void ReadEpochMetrics()
    {
        foreach ((string name, float value) in Sink.Take())
            _epochsOwn[name] = value;
    }

    /// <summary>Makes the report on the last step. At the end of an epoch all callbacks have been asked for their metrics by then.</summary>
    /// <param name="trained">When, on the run's clock, training ended and evaluation began.</param>
    public void CompleteReport(TimeSpan trained)
    {
        (double speed, double waitShare) = Clock.SinceReport(trained);
        _history.Set(MetricNames.ViewsPerSecond, speed);
        _history.Set(MetricNames.ViewWaitShare, waitShare);
        IReadOnlyDictionary<string, double> newest = _history.Newest;
        EpochSummary? completed = IsAtEndOfEpoch ? CompleteEpoch(trained) : null;
        Clock.EndReport();
        TimeSpan elapsed = Clock.Elapsed;
        TimeSpan remaining = elapsed * ((TotalSteps - Steps) / (double)Steps);
        LastReport = new TrainingProgress(Epoch, Epochs, Steps, TotalSteps, elapsed, remaining, newest, completed);
    }

    /// <summary>What the run has come to.</summary>
    public TrainingResult Result() => new(_epochs, Steps, Clock.Elapsed, Clock.ViewsPerSecond, !IsOver)
    {
        ViewWait = Clock.Waited,
        StopReason = StopReason,
    };

    /// <summary>All that <see cref="Restore"/> needs to go on; waits for the device.</summary>
    public RunHistory Snapshot() => new()
    {
        Steps = Steps,
        Clock = Clock.Read(),
        Epochs = [.. _epochs],
        EpochMetrics = _history.Snapshot(),
        UnreportedLosses = _losses.Peek(),
        Length = Length == RunLength.Of(plan.TotalSteps) ? null : Length,
    };

    /// <summary>Goes on where a snapshot was taken; for a run that has not begun.</summary>
    public void Restore(RunHistory history)
    {
        Steps = history.Steps;
        SavedSteps = history.Steps;
        Length = LengthOf(history);
        Epoch = (int)(Math.Max(0, Steps - 1) / plan.StepsPerEpoch) + 1;
        _epochs.AddRange(history.Epochs);
        _history.Restore(history.EpochMetrics);
        _losses.Restore(history.UnreportedLosses);
        Clock.Restore(history.Clock);
    }

    /// <summary>How long a saved run is: one that was given other epochs since is planned anew.</summary>
    public RunLength LengthOf(RunHistory history) => history.Length is { } length && length.Planned == plan.TotalSteps ? length : Length;

    public void Dispose()
    {
        Sink.Take();
        _losses.Dispose();
    }

    private bool IsDue(long steps) => steps % setup.Options.LogEverySteps == 0 || steps == TotalSteps || steps % plan.StepsPerEpoch == 0;

    private EpochSummary CompleteEpoch(TimeSpan trained)
    {
        Dictionary<string, double> metrics = _history.EpochMeans();
        metrics[MetricNames.LearningRate] = _history.Newest[MetricNames.LearningRate];
        metrics[MetricNames.ViewsPerSecond] = Clock.EpochViewsPerSecond(trained);
        ReadEpochMetrics(); // also those of a callback that failed
        EpochSummary summary = new(Epoch, Clock.EndEpoch(trained), WithEpochsOwn(metrics));
        _epochs.Add(summary);
        _history.Clear();
        _epochsOwn.Clear();
        return summary;
    }

    private Dictionary<string, double> WithEpochsOwn(Dictionary<string, double> metrics)
    {
        foreach ((string name, double value) in _epochsOwn)
            metrics[name] = value;
        return metrics;
    }
}
