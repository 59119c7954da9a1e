namespace SimClr.Core.Training.Callbacks;

/// <summary>Stops a run after a wall-clock time, with a checkpoint if it has any: for jobs that are ended by a scheduler.</summary>
public sealed class TimeLimit : TrainingCallback
{
    private readonly TimeSpan _limit;

    /// <summary>Creates the callback.</summary>
    /// <param name="limit">
    /// Time of this session, of which a resumed run has several; above zero. The step that is running when it has passed is finished, and
    /// an evaluation too: leave room for both.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above zero.</exception>
    public TimeLimit(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        _limit = limit;
    }

    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.SessionElapsed >= _limit)
            run.Stop($"the time limit of {_limit} has passed");
    }
}
