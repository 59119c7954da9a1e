namespace SimClr.Core.Reporting.Terminal;

/// <summary>How fast a piece of work goes, and how long the rest will take, judging by what was done since the first report.</summary>
/// <remarks>Work that is taken up again begins in its midst: what was done before took no time of this run.</remarks>
internal sealed class WorkPace(TimeProvider clock)
{
    private long _start;
    private double _firstDone = -1;
    private double _done;

    /// <summary>Units a second; null as long as nobody can tell.</summary>
    public double? Rate { get; private set; }

    /// <summary>So much is done. Less than before is the beginning of other work.</summary>
    public void Report(double done)
    {
        if (_firstDone < 0 || done < _done)
        {
            (_start, _firstDone) = (clock.GetTimestamp(), done);
            Rate = null;
        }

        _done = done;
        double seconds = clock.GetElapsedTime(_start).TotalSeconds;
        if (seconds > 0 && done > _firstDone)
            Rate = (done - _firstDone) / seconds;
    }

    /// <summary>The time for the rest; null as long as nobody can tell.</summary>
    public TimeSpan? Left(double all) => Rate is { } rate ? TimeSpan.FromSeconds(Math.Min((all - _done) / rate, TimeSpan.MaxValue.TotalSeconds / 2)) : null;
}
