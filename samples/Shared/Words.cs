using System.Globalization;

namespace SimClr.Core.Samples;

/// <summary>Numbers for people.</summary>
public static class Words
{
    /// <summary>A fraction as percentage with one decimal.</summary>
    public static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{fraction * 100:0.0} %");

    /// <summary>Minutes and seconds, with hours where there are any.</summary>
    public static string Duration(TimeSpan time)
        => time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}")
            : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>So many of something, in the singular or with an s.</summary>
    public static string Count(int number, string one)
        => string.Create(CultureInfo.InvariantCulture, $"{number} {one}{(number == 1 ? "" : "s")}");

    /// <summary>What a run computes on.</summary>
    /// <param name="threads">Of each process.</param>
    /// <param name="processes">That train together.</param>
    public static string Processors(int threads, int processes)
        => processes == 1 ? $"on {Count(threads, "thread")}" : $"in {processes} processes, {Count(threads, "thread")} each";

    /// <summary>A number, the same whatever the user's culture.</summary>
    public static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "none";
}
