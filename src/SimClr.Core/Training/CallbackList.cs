using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace SimClr.Core.Training;

/// <summary>The callbacks of a run, called in order. Where one fails after an update, all learn of it before the run ends.</summary>
internal sealed class CallbackList(TrainingRun run, IReadOnlyList<TrainingCallback> callbacks)
{
    private readonly TrainingContext _context = new(run);

    /// <summary>Those whose state a checkpoint holds.</summary>
    public IReadOnlyList<IStatefulCallback> Stateful { get; } = [.. callbacks.OfType<IStatefulCallback>()];

    public void Prepare()
    {
        foreach (IStatefulCallback callback in Stateful)
            callback.Prepare(_context);
    }

    public void OnRunStarted() => ForEach(callback => callback.OnRunStarted(_context));

    public void BeforeUpdate() => ForEach(callback => callback.BeforeUpdate(_context));

    public void AfterStep() => ForEachOrFail(callback => callback.AfterStep(_context));

    public void AfterEpoch() => ForEachOrFail(callback => callback.AfterEpoch(_context));

    public void OnStepCompleted() => ForEachOrFail(callback => callback.OnStepCompleted(_context));

    public void OnRunEnded() => ForEach(callback => callback.OnRunEnded(_context));

    private void ForEach(Action<TrainingCallback> call)
    {
        foreach (TrainingCallback callback in callbacks)
            call(callback);
    }

    private void ForEachOrFail(Action<TrainingCallback> call)
    {
        foreach (TrainingCallback callback in callbacks)
        {
            try
            {
                call(callback);
            }
            catch (Exception failure)
            {
                Fail(callback, ExceptionDispatchInfo.Capture(failure));
            }
        }
    }

    private void Fail(TrainingCallback culprit, ExceptionDispatchInfo failure)
    {
        foreach (TrainingCallback callback in callbacks.Where(callback => callback != culprit))
            callback.OnRunFailed(_context, failure.SourceException);
        run.Setup.Logger.LogError(
            failure.SourceException,
            "{Callback} failed after step {Step} of {Total}, which ends the training; {Outcome}",
            culprit.GetType().Name,
            run.Steps,
            run.Plan.TotalSteps,
            run.Outcome);
        failure.Throw();
    }
}
