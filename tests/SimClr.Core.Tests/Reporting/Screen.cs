namespace SimClr.Core.Tests.Reporting;

/// <summary>What a terminal shows after some text: a carriage return goes back to the line's beginning, and what follows replaces what is there.</summary>
internal static class Screen
{
    /// <summary>The lines, without blanks at their ends.</summary>
    public static string[] Of(string written) => [.. written.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(Line)];

    private static string Line(string text)
    {
        string shown = "";
        foreach (string part in text.Split('\r'))
            shown = part + (part.Length < shown.Length ? shown[part.Length..] : "");
        return shown.TrimEnd();
    }
}
