namespace SimClr.Core.Validation;

/// <summary>Lists for error messages: whoever has hundreds of differences learns nothing from the eleventh.</summary>
internal static class LongList
{
    private const int Shown = 10;

    /// <summary>The items with semicolons between them; of a long list the first ten, and how many more there are.</summary>
    public static string Join(IReadOnlyList<string> items) => items.Count <= Shown
        ? string.Join("; ", items)
        : $"{string.Join("; ", items.Take(Shown))}; and {items.Count - Shown} more";
}
