namespace SimClr.Core.Tests.Data;

/// <summary>For what needs links or pipes in the file system without special rights; skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Needs symbolic links and pipes, which Windows gives to administrators only.";
    }
}
