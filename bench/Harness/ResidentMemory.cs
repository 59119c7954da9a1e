using System.Diagnostics;
using System.Globalization;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>This process's memory in RAM. On Linux the peak can start anew, elsewhere it is that of the whole process.</summary>
internal static class ResidentMemory
{
    private const string Status = "/proc/self/status";

    public static long Current => Read("VmRSS:") ?? Self(process => process.WorkingSet64);

    public static long Peak => Read("VmHWM:") ?? Self(process => process.PeakWorkingSet64);

    /// <summary>Lets the peak start from the current size.</summary>
    public static void ResetPeak()
    {
        if (File.Exists("/proc/self/clear_refs"))
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>Bytes as tables show them.</summary>
    public static double ToMiB(long bytes) => bytes / 1048576.0;

    private static long? Read(string name)
    {
        if (!File.Exists(Status))
            return null;
        string line = File.ReadLines(Status).First(line => line.StartsWith(name, StringComparison.Ordinal)); // VmRSS:   123456 kB
        return long.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture) * 1024;
    }

    private static long Self(Func<Process, long> read)
    {
        using Process process = Process.GetCurrentProcess();
        return read(process);
    }
}
