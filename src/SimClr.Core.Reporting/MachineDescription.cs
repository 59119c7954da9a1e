using System.Reflection;
using System.Runtime.InteropServices;
using SimClr.Core.Training;

namespace SimClr.Core.Reporting;

/// <summary>Where a measurement was made.</summary>
/// <param name="ProcessorCount">Logical processors that the process may use.</param>
/// <param name="OperatingSystem">Name and version.</param>
/// <param name="Architecture">Of the process, as "x64".</param>
/// <param name="Runtime">.NET and its version.</param>
/// <param name="Library">Version of SimClr.Core, with the commit that it was built from where that is known.</param>
public sealed record MachineDescription(int ProcessorCount, string OperatingSystem, string Architecture, string Runtime, string Library)
{
    /// <summary>This machine.</summary>
    public static MachineDescription Current { get; } = new(
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        RuntimeInformation.FrameworkDescription,
        typeof(TrainingCallback).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    /// <summary>All but the library, in one line.</summary>
    public override string ToString() => $"{ProcessorCount} processors, {OperatingSystem}, {Architecture}, {Runtime}";
}
