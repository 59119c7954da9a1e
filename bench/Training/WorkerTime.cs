using System.Globalization;
using SimClr.Core.Loading;

namespace SimClr.Core.Benchmarks.Training;

/// <summary>Processor time of the threads that make views. Known on Linux only.</summary>
internal static class WorkerTime
{
    private const string Tasks = "/proc/self/task";

    /// <summary>Of all such threads that are alive; null where the system does not tell.</summary>
    public static TimeSpan? Now()
    {
        if (!File.Exists("/proc/self/schedstat"))
            return null;
        long nanoseconds = Directory.EnumerateDirectories(Tasks).Where(IsWorker).Sum(ReadNanoseconds);
        return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    private static bool IsWorker(string task)
        => TryRead(Path.Combine(task, "comm")).StartsWith(PrefetchingReader.ThreadName, StringComparison.Ordinal);

    private static long ReadNanoseconds(string task)
        => long.TryParse(TryRead(Path.Combine(task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture, out long value) ? value : 0;

    // A thread of the pool may end between its listing and its reading.
    private static string TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
