using System.Runtime.InteropServices;

namespace SimClr.Core.Tests;

/// <summary>For what happens on Linux on x86-64 only, as with the allocator and the repaired native library; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxX64FactAttribute : FactAttribute
{
    public LinuxX64FactAttribute() => Skip = Reason;

    /// <summary>Why tests are skipped here; null on Linux on x86-64.</summary>
    public static string? Reason => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? null
        : "What is tested is done on Linux on x86-64 only.";
}
