namespace SimClr.Core.Numerics.Memory;

/// <summary>
/// Counts what the thread that made it takes from the heap and gives back, until it is disposed on that thread. Other threads do not
/// count, so what a computation takes is the same whatever runs beside it.
/// </summary>
internal sealed class AllocationMeter : IDisposable
{
    [ThreadStatic]
    private static AllocationMeter? _current;

    private readonly AllocationMeter? _outer = _current;
    private long _taken;

    public AllocationMeter() => _current = this;

    /// <summary>The most bytes that were taken at once.</summary>
    public long Peak { get; private set; }

    /// <summary>Tells this thread's meters, if there are any, of bytes that were taken; negative if they were given back.</summary>
    public static void Count(long bytes)
    {
        for (AllocationMeter? meter = _current; meter is not null; meter = meter._outer)
        {
            meter._taken += bytes;
            meter.Peak = Math.Max(meter.Peak, meter._taken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _current = _outer;
}
