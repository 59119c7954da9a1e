using SimClr.Core.Samples.Terminal;

namespace SimClr.Core.SampleTests.Terminal;

public sealed class ExpectedEndTests
{
    [Theory]
    [InlineData(20, "ends 22:35")]
    [InlineData(110, "ends 2026-03-02 00:05")]
    public void Describe_TimeLeft_IsTheTimeOfDay(double minutes, string expected)
        => new ExpectedEnd(new StoppedClock(), TimeSpan.FromMinutes(5)).Describe(TimeSpan.FromMinutes(minutes)).Should().Be(expected);

    private sealed class StoppedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 22, 10, 0, TimeSpan.Zero);
    }
}
