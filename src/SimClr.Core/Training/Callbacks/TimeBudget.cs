using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Callbacks;

/// <summary>
/// Fits a run into a wall-clock time: it lengthens or shortens the run as its pace shows, and learning rates come to the end of their schedule
/// with the last step, when the time is over.
/// </summary>
/// <remarks>
/// <para>The schedule, and with it the share that warms up, is that of <see cref="TrainingOptions.Epochs"/>, and is walked through faster or
/// slower. Those may be any number of at least some hundred steps, since a schedule has no more different rates than steps. The last epoch is cut short, so what is measured at the end of epochs is not measured of it.</para>
/// <para>Such a run depends on the clock, and two of them differ. <see cref="Revisions"/> say what was decided: with them <see cref="Repeat"/>
/// brings another run to the same bits. On several ranks the first one decides. The state is part of checkpoints, and time of all sessions of
/// a run counts.</para>
/// </remarks>
/// <example>
/// <code>
/// using SimClrPipeline simclr = recipe.UseCallback(new TimeBudget(TimeSpan.FromMinutes(20))).Build();
/// TrainingResult result = simclr.Train();
/// </code>
/// </example>
public sealed class TimeBudget : TrainingCallback, IStatefulCallback
{
    /// <summary>A run is revised at least so many times.</summary>
    private const int Parts = 16;

    /// <summary>The first steps of a session have other things to do: memory is allocated, kernels are chosen, the first views are waited for.</summary>
    private const int SkippedSteps = 4;

    private const int MostRevisions = 256;

    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPart = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _time;
    private readonly StepRevision[]? _repeated;
    private readonly List<StepRevision> _revisions = [];
    private long _firstStep;
    private TimeSpan _firstTime;
    private TimeSpan _next;

    /// <summary>Creates the callback.</summary>
    /// <param name="time">
    /// Of the training, what callbacks measure between its steps included; above zero. The step that is running when it has passed is followed
    /// by a last one.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above zero.</exception>
    public TimeBudget(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        _time = time;
    }

    private TimeBudget(StepRevision[] repeated) => _repeated = repeated;

    /// <summary>What was decided in the run so far, sessions before included; at most 256.</summary>
    public IReadOnlyList<StepRevision> Revisions => _revisions;

    /// <inheritdoc/>
    public string StateName => "time_budget";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor> { ["revisions"] = Table() };

    /// <summary>Decides as a run before did, whatever time it takes; with the same options, images and views the bits are the same.</summary>
    /// <param name="revisions">Its <see cref="Revisions"/>, at most 256; one for a step.</param>
    /// <exception cref="ArgumentException">There are more, several for a step, or one for a step beyond its run's end.</exception>
    public static TimeBudget Repeat(IReadOnlyList<StepRevision> revisions)
    {
        ArgumentNullException.ThrowIfNull(revisions);
        if (revisions.Count > MostRevisions)
            throw new ArgumentException($"Expected at most {MostRevisions} revisions, found {revisions.Count}.", nameof(revisions));
        HashSet<long> steps = [];
        foreach ((long step, long total) in revisions)
        {
            if (total < step || step < 1)
                throw new ArgumentException($"Expected a step from 1 to the run's last, found step {step} of {total}.", nameof(revisions));
            if (!steps.Add(step))
                throw new ArgumentException($"Expected one revision for a step, found several for step {step}.", nameof(revisions));
        }

        return new TimeBudget([.. revisions.OrderBy(revision => revision.Step)]);
    }

    /// <inheritdoc/>
    public void Prepare(TrainingContext run)
    {
        _revisions.Clear();
        (_firstStep, _firstTime, _next) = (-1, TimeSpan.Zero, TimeSpan.MaxValue);
    }

    /// <inheritdoc/>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long[] numbers = state["revisions"].data<long>().ToArray();
        _revisions.Clear();
        _revisions.AddRange(numbers.Chunk(2).TakeWhile(pair => pair[1] > 0).Select(pair => new StepRevision(pair[0], pair[1])));
    }

    /// <inheritdoc/>
    public override void OnRunStarted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (_firstStep, _firstTime) = (run.Step, run.Elapsed);
    }

    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (_repeated is not null)
            ApplyDue(run, _repeated);
        else if (Total(run) is { } total)
            Apply(run, new StepRevision(run.Step, total));
    }

    // Those of steps before, too, in case a callback failed there.
    private void ApplyDue(TrainingContext run, StepRevision[] repeated)
    {
        while (_revisions.Count < repeated.Length && repeated[_revisions.Count].Step <= run.Step)
            Apply(run, repeated[_revisions.Count]);
    }

    private void Apply(TrainingContext run, StepRevision revision)
    {
        run.PlanSteps(revision.TotalSteps);
        _revisions.Add(revision);
    }

    /// <summary>How many steps the run has from now on; null: as many as before.</summary>
    private long? Total(TrainingContext run)
    {
        if (run.Collective.Size == 1)
            return OwnTotal(run);
        // Each rank has a clock of its own.
        using Tensor total = tensor(new long[] { run.Collective.Rank == 0 ? OwnTotal(run) ?? 0 : 0 });
        run.Collective.Broadcast(total);
        return total.ReadCpuInt64(0) is > 0 and long first ? first : null;
    }

    private long? OwnTotal(TrainingContext run)
    {
        TimeSpan now = run.Elapsed, left = _time - now;
        if (left <= TimeSpan.Zero)
            return run.Step + 1 < run.TotalSteps ? run.Step + 1 : null; // a last step, which is reported
        if (run.Step == _firstStep)
            return null;
        TimeSpan step = (now - _firstTime) / (run.Step - _firstStep);
        // In time, before its rates have come to their end.
        bool isMuchTooShort = step * (run.TotalSteps - run.Step) < left / 2;
        if (!isMuchTooShort && _next == TimeSpan.MaxValue && run.Step == _firstStep + SkippedSteps)
            (_firstStep, _firstTime, _next) = (run.Step, now, now + Shorter(FirstLook, _time / Parts));
        else if (isMuchTooShort || now >= _next)
            return Revised(run, step, left);
        return null;
    }

    private long? Revised(TrainingContext run, TimeSpan step, TimeSpan left)
    {
        if (_revisions.Count >= MostRevisions - 1)
            return null;
        _next = run.Elapsed + Shorter(_time / Parts, left / 2 > ShortestPart ? left / 2 : ShortestPart);
        return run.Step + Math.Max(1, (long)Math.Round(left / step));
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // Of one size whatever was decided, as checkpoints want it.
    private Tensor Table()
    {
        long[,] table = new long[MostRevisions, 2];
        foreach ((int row, StepRevision revision) in _revisions.Index())
            (table[row, 0], table[row, 1]) = (revision.Step, revision.TotalSteps);
        return tensor(table);
    }
}
