namespace SimClr.Core.Tests.Losses;

/// <summary>A test of the process's peak memory; skipped where the system cannot measure it anew.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeakMemoryFactAttribute : FactAttribute
{
    public PeakMemoryFactAttribute()
    {
        if (!File.Exists("/proc/self/clear_refs"))
            Skip = "Only Linux can reset the peak of a process's memory.";
    }
}
