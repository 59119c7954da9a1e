namespace SimClr.Core.Samples.PaperStudies.Running;

/// <summary>Tells from what is done how long the rest will take.</summary>
internal sealed class WorkClock
{
    private double _work;
    private double _seconds;

    /// <param name="done">Work and seconds of what is done.</param>
    public WorkClock(IEnumerable<(double Work, double Seconds)> done)
    {
        foreach ((double work, double seconds) in done)
            Add(work, seconds);
    }

    public void Add(double work, double seconds)
    {
        _work += work;
        _seconds += seconds;
    }

    /// <summary>The time for more work; null as long as nothing is done.</summary>
    public TimeSpan? Remaining(double work) => _work > 0 ? TimeSpan.FromSeconds(_seconds / _work * work) : null;
}
