using System.Globalization;

namespace SimClr.Core.Numerics;

/// <summary>Cores of this machine that the process may use, as Linux tells them.</summary>
internal static class ProcessorCores
{
    private const string StatusFile = "/proc/self/status";
    private const string AllowedKey = "Cpus_allowed_list:";

    /// <summary>Cores with an allowed processor; two processors of one core count once. 0 where Linux does not tell.</summary>
    public static int CountAllowed()
    {
        try
        {
            string allowed = File.ReadLines(StatusFile).First(line => line.StartsWith(AllowedKey, StringComparison.Ordinal));
            return Parse(allowed[AllowedKey.Length..]).Select(CoreOf).Distinct().Count();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or InvalidOperationException or FormatException)
        {
            return 0;
        }
    }

    /// <summary>The numbers of a list such as 0-3,8.</summary>
    /// <exception cref="FormatException">It is no such list.</exception>
    public static IEnumerable<int> Parse(string list)
        => list.Trim().Split(',').Select(part => part.Split('-')).SelectMany(ends =>
        {
            (int first, int last) = (Number(ends[0]), Number(ends[^1]));
            return Enumerable.Range(first, Math.Max(0, last - first + 1));
        });

    /// <summary>What the processors of one core have in common; a processor of which nothing is known is a core of its own.</summary>
    private static string CoreOf(int processor)
    {
        string siblings = $"/sys/devices/system/cpu/cpu{processor.ToString(CultureInfo.InvariantCulture)}/topology/thread_siblings_list";
        return File.Exists(siblings) ? File.ReadAllText(siblings) : $"processor {processor}";
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
