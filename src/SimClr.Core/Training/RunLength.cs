namespace SimClr.Core.Training;

/// <summary>How many steps a run has, and where in its schedule each of them stands: as planned, or as callbacks have changed it.</summary>
internal sealed record RunLength
{
    /// <summary>Steps of the run's epochs; the schedule is made for them.</summary>
    public required long Planned { get; init; }

    /// <summary>Steps of the run.</summary>
    public required long Total { get; init; }

    /// <summary>Steps done when their number was changed last.</summary>
    public long ChangedAt { get; init; }

    /// <summary>Where in the schedule the run was then.</summary>
    public double PlaceThen { get; init; }

    /// <summary>As long as its epochs.</summary>
    public static RunLength Of(long planned) => new() { Planned = planned, Total = planned };

    /// <summary>Steps done, in those of the schedule: it is walked through from where it was to its end in the steps that remain.</summary>
    public long ScheduleStep(long step) => Total == Planned && ChangedAt == 0 ? step : (long)Place(step);

    /// <summary>Another number of steps from now on.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="total">At least as many.</param>
    public RunLength Change(long step, long total) => this with { Total = total, ChangedAt = step, PlaceThen = Place(step) };

    private double Place(long step)
        => step >= Total ? Planned : PlaceThen + (Planned - PlaceThen) * ((step - ChangedAt) / (double)(Total - ChangedAt));
}
