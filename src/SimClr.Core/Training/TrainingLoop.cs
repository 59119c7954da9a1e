using SimClr.Core.Loading;
using SimClr.Core.Optimization;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>The steps of one run, each followed by its callbacks.</summary>
internal sealed class TrainingLoop(TrainingRun run, ViewLoader loader, LearningRateSchedule schedule, CallbackList callbacks)
{
    /// <summary>Trains to the end of the run, or until it is stopped or canceled.</summary>
    public void Go(CancellationToken cancellationToken)
    {
        TrainingStep step = new(run, callbacks);
        while (!IsOver(cancellationToken))
            GoTo(run.TotalSteps, step, cancellationToken);
    }

    // A run that was made longer on its way comes to the end of its views, and asks for more.
    private void GoTo(long end, TrainingStep step, CancellationToken cancellationToken)
    {
        // A step that has begun is finished: cancellation is looked at between steps only.
        using TimedViews views = new(
            loader.Load(run.Plan.Requests(run.Steps, end), CancellationToken.None).GetEnumerator(), run.Clock.ViewWait);
        while (run.Steps < end && !IsOver(cancellationToken))
        {
            run.BeginStep();
            schedule.Apply(run.Setup.Optimizer, run.Length.ScheduleStep(run.Steps));
            Tensor loss = step.Run(views, run.Plan.MicroBatches(run.Steps));
            run.EndStep(loss, run.Setup.Optimizer.ParamGroups.First().LearningRate);
            Complete();
        }
    }

    // One rank that stops while others wait for its images would leave them waiting.
    private bool IsOver(CancellationToken cancellationToken)
    {
        (bool stops, bool isCanceled) = run.Ranks.Any(run.StopReason is not null, cancellationToken.IsCancellationRequested);
        if (stops && run.Ranks.AreSeveral)
            run.StopReason = run.Ranks.Texts(run.StopReason).First(reason => reason.Length > 0);
        return isCanceled || run.IsOver;
    }

    // Whatever a callback breaks, the step is done: its figures are complete before the run ends.
    private void Complete()
    {
        CallbackFailure? failure = callbacks.AfterStep();
        run.ReadMetrics();
        TimeSpan trained = run.Clock.Elapsed;
        if (run.IsAtEndOfEpoch)
            failure ??= callbacks.AfterEpoch();
        if (run.IsReportDue)
            run.CompleteReport(trained);
        callbacks.ThrowIfFailed(failure ?? callbacks.OnStepCompleted());
    }
}
