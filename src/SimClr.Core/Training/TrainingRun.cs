using System.Diagnostics;
using SimClr.Core.Evaluation;
using SimClr.Core.Tensors;
using SimClr.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Bookkeeping of one run: counts steps, gathers losses, and turns them into reports.</summary>
internal sealed class TrainingRun(TrainingPlan plan, TrainingOptions options) : IDisposable
{
    /// <summary>By chance about one view of a measured step finds its partner: fewer steps would often have none for no reason.</summary>
    private const int StepsToJudge = 10;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly LossMeter _losses = new();
    private readonly List<EpochSummary> _epochs = [];
    private readonly EpochMeter _epoch = new(plan);
    private TimeSpan _before;
    private TimeSpan _waitedBefore;
    private TimeSpan _epochStart;
    private TimeSpan _trainedUntil;
    private TimeSpan _evaluating;
    private TimeSpan _reportedWait;
    private long _reportedViews;
    private long _epochViews;
    private long _views;

    /// <summary>Runs while the training waits for views.</summary>
    public Stopwatch ViewWait { get; } = new();

    /// <summary>Finds out what was not finite in a step, given the number of steps before it.</summary>
    public required Func<long, string> Diagnose { get; init; }

    public long Steps { get; private set; }

    /// <summary>The epoch of the step last recorded, from 1.</summary>
    public int Epoch { get; private set; } = 1;

    /// <summary>
    /// True where the next step should measure its accuracy: a report follows it, or it is the last full batch before one. A left-over
    /// batch, in which a partner is found more easily, is measured only where the epoch has no other measure.
    /// </summary>
    public bool NextStepIsMeasured => plan.IsLeftOver(Steps)
        ? _epoch.Accuracies.Count == 0
        : IsReportDue(Steps + 1) || plan.IsLeftOver(Steps + 1);

    /// <summary>True where a report follows the last step.</summary>
    public bool ReportIsDue => IsReportDue(Steps);

    /// <summary>Contrastive accuracy of embeddings that know nothing: one of the 2N - 1 others is the partner.</summary>
    private double ChanceAccuracy => 1.0 / (2 * plan.UsualBatchSize - 1);

    /// <summary>Time of the run, over all its sessions.</summary>
    private TimeSpan Now => _before + _clock.Elapsed;

    /// <summary>True after the last step of an epoch.</summary>
    public bool AtEndOfEpoch => Steps % plan.StepsPerEpoch == 0;

    /// <summary>Ends a run whose next loss is not finite while the weights still are what gave that loss; waits for the device.</summary>
    /// <exception cref="TrainingDivergedException">The loss is NaN or infinite.</exception>
    public void Check(Tensor loss, double learningRate)
    {
        float value = loss.ToSingle();
        if (!float.IsFinite(value))
            throw Diverged(value, Steps, $"learning rate {learningRate:g4}");
    }

    /// <summary>Records one step; takes over its loss and what was measured of it, see <see cref="TrainingStep.Run"/>.</summary>
    public void Add(Tensor loss, Tensor? measures)
    {
        Epoch = (int)(Steps / plan.StepsPerEpoch) + 1;
        _views += 2L * plan.BatchSize(Steps);
        Steps++;
        _losses.Add(loss);
        if (measures is null)
            return;
        using (measures)
            if (TensorTransfer.ToArray(measures) is [float accuracy, float deviation])
                _epoch.Add(accuracy, deviation);
    }

    /// <summary>Reads what the device has computed since the last report.</summary>
    /// <param name="learningRate">Of the last step.</param>
    /// <param name="evaluate">Measures the kNN accuracy at the end of an epoch.</param>
    /// <exception cref="TrainingDivergedException">A loss is NaN or infinite.</exception>
    public TrainingProgress Report(double learningRate, Func<double?> evaluate)
    {
        double loss = _epoch.Add(Finite(_losses.Read(), $"learning rate {learningRate:g4}"));
        double accuracy = _epoch.Accuracies[^1];
        TimeSpan now = Now;
        double speed = (_views - _reportedViews) / (now - _trainedUntil).TotalSeconds;
        double waitShare = (ViewWait.Elapsed - _reportedWait) / (now - _trainedUntil);
        (_reportedViews, _reportedWait) = (_views, ViewWait.Elapsed);
        EpochSummary? completed = AtEndOfEpoch ? CompleteEpoch(now, learningRate, evaluate) : null;
        _trainedUntil = Now;
        TimeSpan remaining = _trainedUntil * ((plan.TotalSteps - Steps) / (double)Steps);
        return new TrainingProgress(
            Epoch, options.Epochs, Steps, plan.TotalSteps, loss, accuracy, learningRate, speed, _trainedUntil, remaining, completed)
        {
            ViewWaitShare = waitShare,
        };
    }

    /// <summary>What the run has come to.</summary>
    public TrainingResult Result(bool canceled)
        => new(_epochs, Steps, Now, _views / Math.Max(1e-9, (Now - _evaluating).TotalSeconds), canceled)
        {
            ViewWait = _waitedBefore + ViewWait.Elapsed,
        };

    /// <summary>All that <see cref="Restore"/> needs to go on; waits for the device.</summary>
    /// <exception cref="TrainingDivergedException">A loss is NaN or infinite.</exception>
    public RunHistory Snapshot() => new()
    {
        Steps = Steps,
        Views = _views,
        Elapsed = Now,
        Evaluating = _evaluating,
        ViewWait = _waitedBefore + ViewWait.Elapsed,
        Epochs = [.. _epochs],
        EpochStart = _epochStart,
        EpochViews = _epochViews,
        EpochLosses = [.. _epoch.Losses],
        EpochAccuracies = [.. _epoch.Accuracies],
        EpochDeviations = [.. _epoch.Deviations],
        UnreportedLosses = Finite(_losses.Peek(), "a checkpoint was due"),
    };

    /// <summary>Goes on where a snapshot was taken; for a run that has not begun.</summary>
    public void Restore(RunHistory history)
    {
        Steps = history.Steps;
        Epoch = (int)(Math.Max(0, Steps - 1) / plan.StepsPerEpoch) + 1;
        (_views, _reportedViews, _epochViews) = (history.Views, history.Views, history.EpochViews);
        (_before, _waitedBefore) = (history.Elapsed, history.ViewWait);
        (_epochStart, _trainedUntil, _evaluating) = (history.EpochStart, Now, history.Evaluating);
        _epochs.AddRange(history.Epochs);
        _epoch.Restore(history.EpochLosses, history.EpochAccuracies, history.EpochDeviations ?? []);
        _losses.Restore(history.UnreportedLosses);
    }

    public void Dispose() => _losses.Dispose();

    private bool IsReportDue(long steps) => steps % options.LogEverySteps == 0 || steps % plan.StepsPerEpoch == 0;

    private float[] Finite(float[] losses, string circumstances)
    {
        int bad = Array.FindIndex(losses, loss => !float.IsFinite(loss));
        if (bad < 0)
            return losses;
        throw Diverged(losses[bad], Steps - losses.Length + bad, circumstances);
    }

    private TrainingDivergedException Diverged(float loss, long stepsBefore, string circumstances) => new(
        $"The loss became {loss} at step {stepsBefore + 1} of {plan.TotalSteps} (epoch {stepsBefore / plan.StepsPerEpoch + 1}, {circumstances}). "
        + Diagnose(stepsBefore)
        + " Try a lower learning rate, a longer warm-up, a higher temperature, GradientClipNorm, or single precision; "
        + "and check the images for NaN values.");

    private EpochSummary CompleteEpoch(TimeSpan now, double learningRate, Func<double?> evaluate)
    {
        double speed = (_views - _epochViews) / (now - _epochStart).TotalSeconds;
        double? knn = evaluate();
        TimeSpan end = Now;
        (double accuracy, double deviation) = (_epoch.Accuracies.Average(), _epoch.Deviations.Average());
        EpochSummary summary = new(Epoch, _epoch.MeanLoss(), accuracy, learningRate, speed, end - _epochStart, knn)
        {
            EmbeddingDeviation = deviation,
            Collapsed = deviation < EmbeddingDeviation.Collapsed || (_epoch.Accuracies.Count >= StepsToJudge && accuracy <= ChanceAccuracy),
        };
        _epochs.Add(summary);
        _evaluating += end - now;
        _epochStart = end;
        _epochViews = _views;
        _epoch.Clear();
        return summary;
    }
}
