namespace SimClr.Core.Mpi.Tests;

/// <summary>A test of what holds on Linux only; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "What is tested is so on Linux only.";
}
