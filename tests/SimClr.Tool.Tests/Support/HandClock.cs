namespace SimClr.Tool.Tests.Support;

/// <summary>A clock that goes when it is told to, and its timers with it.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly List<HandTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        HandTimer timer = new(() => callback(state), _now + dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time)
    {
        _now += time;
        foreach (HandTimer timer in _timers)
            timer.RunUntil(_now);
    }

    private sealed class HandTimer(Action run, DateTimeOffset next, TimeSpan period) : ITimer
    {
        private bool _isStopped;

        public void RunUntil(DateTimeOffset now)
        {
            for (; !_isStopped && next <= now; next += period)
                run();
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod) => throw new NotSupportedException("Nobody changes it.");

        public void Dispose() => _isStopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
