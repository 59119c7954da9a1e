namespace SimClr.Core.PackageTests;

/// <summary>A test of an application's peak memory; skipped where the system cannot measure it anew.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeakMemoryFactAttribute : ApplicationFactAttribute
{
    public PeakMemoryFactAttribute()
    {
        if (!File.Exists("/proc/self/clear_refs"))
            Skip = "Only Linux can reset the peak of a process's memory.";
    }
}
