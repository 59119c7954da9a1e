using SimClr.Core.Training;

namespace SimClr.Core.Reporting;

/// <summary>Measures how long a training step takes on this machine, then stops the run: to plan another one.</summary>
/// <remarks>
/// Views and all other callbacks count as part of the step. A run of many epochs keeps the learning rate near zero meanwhile; it changes
/// the weights all the same, and should have no checkpoints. On a GPU, steps that are still waiting there when the time is taken do not
/// count.
/// </remarks>
/// <example>
/// <code>
/// StepTimer timer = new();
/// using SimClrPipeline rehearsal = Recipe(epochs: 1000).UseCallback(timer).Build();
/// rehearsal.Train(cancellationToken: cancellationToken);
/// int epochs = (int)(TimeSpan.FromHours(1) / (timer.StepTime!.Value * stepsPerEpoch));
/// </code>
/// </example>
public sealed class StepTimer : TrainingCallback
{
    /// <summary>The first steps have other things to do: memory is allocated, kernels are chosen, the first views are waited for.</summary>
    private const int SkippedSteps = 8;

    private const int FewestSteps = 4;
    private const int MostSteps = 200;

    private readonly TimeSpan _enough;
    private int _steps;
    private TimeSpan _start;

    /// <summary>Creates the callback.</summary>
    /// <param name="duration">
    /// How long steps are timed, 10 seconds if null: but at least 4 of them, after 8 that do not count, and at most 200. Not below zero.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is below zero.</exception>
    public StepTimer(TimeSpan? duration = null)
    {
        _enough = duration ?? TimeSpan.FromSeconds(10);
        ArgumentOutOfRangeException.ThrowIfLessThan(_enough, TimeSpan.Zero, nameof(duration));
    }

    /// <summary>
    /// Mean time of a step. Null before the end of a run, and after one that was over with fewer than two steps.
    /// </summary>
    public TimeSpan? StepTime { get; private set; }

    /// <summary>Not for users: training calls it.</summary>
    public override void OnRunStarted(TrainingContext run) => (_steps, _start, StepTime) = (0, TimeSpan.Zero, null);

    /// <inheritdoc cref="OnRunStarted"/>
    public override void OnStepCompleted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _steps++;
        // A run that is short has its first step for a start.
        if (_steps is 1 or SkippedSteps)
            _start = run.SessionElapsed;
        int timed = _steps - SkippedSteps;
        if (timed >= MostSteps || (timed >= FewestSteps && run.SessionElapsed - _start >= _enough))
            run.Stop("the time of a step is known");
    }

    /// <inheritdoc cref="OnRunStarted"/>
    public override void OnRunEnded(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        int timed = _steps > SkippedSteps ? _steps - SkippedSteps : Math.Min(_steps, SkippedSteps - 1) - 1;
        if (timed > 0)
            StepTime = (run.SessionElapsed - _start) / timed;
    }
}
