using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

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

    /// <returns>The first failure; null if there was none.</returns>
    public CallbackFailure? AfterStep() => Try(callback => callback.AfterStep(_context));

    /// <summary>What a callback measures, the later ones see.</summary>
    /// <returns>The first failure; null if there was none.</returns>
    public CallbackFailure? AfterEpoch() => Try(callback =>
    {
        callback.AfterEpoch(_context);
        run.ReadEpochMetrics();
    });

    /// <returns>The first failure; null if there was none.</returns>
    public CallbackFailure? OnStepCompleted() => Try(callback => callback.OnStepCompleted(_context));

    public void OnRunEnded() => ForEach(callback => callback.OnRunEnded(_context));

    private void ForEach(Action<TrainingCallback> call)
    {
        foreach (TrainingCallback callback in callbacks)
        {
            using DisposeScope scope = NewDisposeScope();
            call(callback);
        }
    }

    /// <summary>Ends the run with a failure, if there was one, once all other callbacks know of it.</summary>
    public void ThrowIfFailed(CallbackFailure? failure)
    {
        if (failure is null)
            return;
        foreach (TrainingCallback callback in callbacks.Where(callback => callback != failure.Callback))
            Tell(callback, failure.Exception.SourceException);
        if (failure.Exception.SourceException is not TrainingDivergedException)
        {
            run.Setup.Logger.LogError(
                failure.Exception.SourceException,
                "{Callback} failed after step {Step} of {Total}, which ends the training; {Outcome}",
                failure.Callback.GetType().Name,
                run.Steps,
                run.TotalSteps,
                run.Outcome);
        }

        failure.Exception.Throw();
    }

    private CallbackFailure? Try(Action<TrainingCallback> call)
    {
        foreach (TrainingCallback callback in callbacks)
        {
            using DisposeScope scope = NewDisposeScope();
            try
            {
                call(callback);
            }
            catch (Exception failure)
            {
                return new CallbackFailure(callback, ExceptionDispatchInfo.Capture(failure));
            }
        }

        return null;
    }

    // The first failure is the one to throw.
    private void Tell(TrainingCallback callback, Exception failure)
    {
        using DisposeScope scope = NewDisposeScope();
        try
        {
            callback.OnRunFailed(_context, failure);
        }
        catch (Exception another)
        {
            run.Setup.Logger.LogError(another, "{Callback} failed too", callback.GetType().Name);
        }
    }
}
