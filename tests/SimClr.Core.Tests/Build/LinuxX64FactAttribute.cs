using System.Runtime.InteropServices;

namespace SimClr.Core.Tests.Build;

/// <summary>A test of what happens on x86-64 Linux; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxX64FactAttribute : FactAttribute
{
    public LinuxX64FactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            Skip = "Only x86-64 Linux has the library that is repaired.";
    }
}
