using System.Globalization;

namespace SimClr.Core.SampleTests.Support;

/// <summary>
/// A test that sends SIGINT to a child: skipped where there is no such thing, or where this process was started to ignore it, as its
/// children then are.
/// </summary>
internal sealed class SignalFactAttribute : FactAttribute
{
    private const string Status = "/proc/self/status";
    private const string Ignored = "SigIgn:";
    private const ulong Interrupt = 1 << 1; // signal 2

    public SignalFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "Signals are sent on Linux only.";
        else if (IgnoresInterrupt())
            Skip = "This process was started with SIGINT ignored.";
    }

    private static bool IgnoresInterrupt()
    {
        string line = File.ReadLines(Status).Single(line => line.StartsWith(Ignored, StringComparison.Ordinal));
        return (ulong.Parse(line[Ignored.Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }
}
