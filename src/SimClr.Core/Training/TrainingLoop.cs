using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using SimClr.Core.Loading;
using SimClr.Core.Optimization;
using SimClr.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>The steps of one run, with what follows them: a report, an evaluation, a checkpoint.</summary>
internal sealed class TrainingLoop
{
    public required TrainingStep Step { get; init; }

    public required ViewLoader Loader { get; init; }

    public required TrainingPlan Plan { get; init; }

    public required TrainingRun Run { get; init; }

    public required LearningRateSchedule Schedule { get; init; }

    public required optim.Optimizer Optimizer { get; init; }

    public required CheckpointSession? Checkpoints { get; init; }

    /// <summary>Measures the representation after an epoch, from 1; null where that is not due.</summary>
    public required Func<int, double?> Evaluate { get; init; }

    public required Action<TrainingProgress> Publish { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Trains to the end of the run, or until it is cancelled.</summary>
    public void Go(CancellationToken cancellationToken)
    {
        // A step that has begun is finished: cancellation is looked at between steps only.
        using TimedViews views = new(Loader.Load(Plan.Requests(Run.Steps), CancellationToken.None).GetEnumerator(), Run.ViewWait);
        while (Run.Steps < Plan.TotalSteps && !cancellationToken.IsCancellationRequested)
        {
            double learningRate = Schedule.Apply(Optimizer, Run.Steps);
            (Tensor loss, Tensor? measures) = Step.Run(views, Plan.MicroBatches(Run.Steps), Run.NextStepIsMeasured);
            Run.Add(loss, measures);
            AfterStep(learningRate);
        }

        Checkpoints?.Finish(Run);
    }

    // The checkpoint comes before what users' code may break: neither an evaluation nor a handler that fails must cost the epoch.
    private void AfterStep(double learningRate)
    {
        ExceptionDispatchInfo? failure = null;
        TrainingProgress? report = Run.ReportIsDue ? Run.Report(learningRate, () => TryEvaluate(out failure)) : null;
        Checkpoints?.AfterStep(Run);
        if (failure is not null)
            EndAfter(failure);
        if (report is not null)
            Publish(report);
    }

    private double? TryEvaluate(out ExceptionDispatchInfo? failure)
    {
        failure = null;
        try
        {
            return Evaluate(Run.Epoch);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
            return null;
        }
    }

    private void EndAfter(ExceptionDispatchInfo failure)
    {
        Checkpoints?.Finish(Run);
        Logger.LogError(
            failure.SourceException,
            "The kNN monitor failed after epoch {Epoch}, which ends the training; {Outcome}",
            Run.Epoch,
            CheckpointSession.Outcome(Checkpoints, Run));
        failure.Throw();
    }
}
