using System.Runtime.InteropServices;

namespace SimClr.Core.Samples.Reports;

/// <summary>Where a measurement was made.</summary>
public sealed record MachineDescription(int ProcessorCount, string OperatingSystem, string Architecture, string Runtime)
{
    public static MachineDescription Current { get; } = new(
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        RuntimeInformation.FrameworkDescription);

    public override string ToString() => $"{ProcessorCount} processors, {OperatingSystem}, {Architecture}, {Runtime}";
}
