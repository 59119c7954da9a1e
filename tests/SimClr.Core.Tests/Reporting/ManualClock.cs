namespace SimClr.Core.Tests.Reporting;

/// <summary>A clock that goes on when it is told to.</summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan _elapsed;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + _elapsed;

    public override long GetTimestamp() => _elapsed.Ticks;

    public void Advance(double seconds) => _elapsed += TimeSpan.FromSeconds(seconds);
}
