using System.Runtime.InteropServices;

namespace SimClr.Core.Tests.Numerics.Memory;

/// <summary>For what the library does on Linux on x86-64 only.</summary>
internal sealed class LinuxX64TheoryAttribute : TheoryAttribute
{
    public LinuxX64TheoryAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Skip = "libtorch's allocator is replaced on Linux on x86-64 only.";
    }
}
