using System.Diagnostics;
using SimClr.Core.Training.Checkpoints;

namespace SimClr.Core.Training;

/// <summary>The time of a run, over all its sessions, and the views trained in it.</summary>
internal sealed class TrainingClock
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _before;
    private TimeSpan _waitedBefore;
    private TimeSpan _epochStart;
    private TimeSpan _reported;
    private TimeSpan _reportedWait;
    private TimeSpan _evaluating;
    private long _epochViews;
    private long _reportedViews;
    private long _views;

    /// <summary>Runs while the training waits for views.</summary>
    public Stopwatch ViewWait { get; } = new();

    /// <summary>Since this session began.</summary>
    public TimeSpan SessionElapsed => _clock.Elapsed;

    public TimeSpan Elapsed => _before + _clock.Elapsed;

    /// <summary>Waited for views, in all sessions.</summary>
    public TimeSpan Waited => _waitedBefore + ViewWait.Elapsed;

    /// <summary>Of all training time, evaluation left aside.</summary>
    public double ViewsPerSecond => _views / Math.Max(1e-9, (Elapsed - _evaluating).TotalSeconds);

    public void Count(long views) => _views += views;

    /// <summary>Views per second from the last report to a moment, and the share of that time that views were waited for.</summary>
    public (double ViewsPerSecond, double WaitShare) SinceReport(TimeSpan until)
    {
        TimeSpan time = until - _reported;
        (double, double) pace = ((_views - _reportedViews) / time.TotalSeconds, (ViewWait.Elapsed - _reportedWait) / time);
        (_reportedViews, _reportedWait) = (_views, ViewWait.Elapsed);
        return pace;
    }

    /// <summary>Ends a report: what follows counts in the next.</summary>
    public void EndReport() => _reported = Elapsed;

    /// <summary>Views per second of the running epoch up to a moment.</summary>
    public double EpochViewsPerSecond(TimeSpan until) => (_views - _epochViews) / (until - _epochStart).TotalSeconds;

    /// <summary>Ends the epoch, in which training ended at a moment and evaluation does now.</summary>
    /// <returns>How long it took.</returns>
    public TimeSpan EndEpoch(TimeSpan trained)
    {
        TimeSpan end = Elapsed;
        TimeSpan duration = end - _epochStart;
        _evaluating += end - trained;
        (_epochStart, _epochViews) = (end, _views);
        return duration;
    }

    public ClockReading Read() => new(_views, Elapsed, _evaluating, Waited, _epochStart, _epochViews);

    /// <summary>Goes on where a reading was taken.</summary>
    public void Restore(ClockReading reading)
    {
        (_views, _reportedViews, _epochViews) = (reading.Views, reading.Views, reading.EpochViews);
        (_before, _waitedBefore) = (reading.Elapsed, reading.Waited);
        (_epochStart, _reported, _evaluating) = (reading.EpochStart, Elapsed, reading.Evaluating);
    }
}
