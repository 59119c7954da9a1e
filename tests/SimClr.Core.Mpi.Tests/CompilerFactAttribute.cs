namespace SimClr.Core.Mpi.Tests;

/// <summary>A test that compiles the stub; skipped where there is no gcc on Linux.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || Launcher.Find("gcc") is null)
            Skip = "There is no gcc.";
    }
}
