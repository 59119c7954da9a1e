using System.Runtime.InteropServices;

namespace SimClr.Core.PackageTests;

/// <summary>A test that installs the tool, which the tests pack for one system; skipped on others.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            Skip = $"The tool is packed for {PackedPackage.ToolSystem} alone.";
    }
}
