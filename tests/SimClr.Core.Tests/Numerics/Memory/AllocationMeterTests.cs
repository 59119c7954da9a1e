using SimClr.Core.Numerics.Memory;

namespace SimClr.Core.Tests.Numerics.Memory;

public sealed class AllocationMeterTests
{
    [Fact]
    public void Peak_TakenAndGivenBack_IsTheMostAtOnce()
    {
        using AllocationMeter meter = new();
        AllocationMeter.Count(5);
        AllocationMeter.Count(7);
        AllocationMeter.Count(-10);
        AllocationMeter.Count(9);
        meter.Peak.Should().Be(12);
    }

    [Fact]
    public void Peak_MeterInsideAnother_BothCount()
    {
        using AllocationMeter outer = new();
        AllocationMeter.Count(4);
        using (AllocationMeter inner = new())
        {
            AllocationMeter.Count(3);
            inner.Peak.Should().Be(3);
        }

        AllocationMeter.Count(2);
        outer.Peak.Should().Be(9);
    }

    [Fact]
    public void Peak_OtherThreadsAndAfterwards_DoNotCount()
    {
        AllocationMeter meter = new();
        Thread other = new(() => AllocationMeter.Count(100));
        other.Start();
        other.Join();
        meter.Dispose();
        AllocationMeter.Count(50);
        meter.Peak.Should().Be(0);
    }
}
