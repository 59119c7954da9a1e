using System.Globalization;

namespace SimClr.Core.Reporting.Texts;

/// <summary>Times in words.</summary>
internal static class TimeText
{
    /// <summary>Minutes and seconds, with hours where there are any.</summary>
    public static string Duration(TimeSpan time)
        => time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    /// <summary>The time of day at which something ends that takes so long; with the date, if that is another day.</summary>
    public static string End(TimeProvider clock, TimeSpan left)
    {
        DateTimeOffset now = clock.GetLocalNow();
        DateTimeOffset end = now + left;
        return "ends " + end.ToString(end.Date == now.Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
