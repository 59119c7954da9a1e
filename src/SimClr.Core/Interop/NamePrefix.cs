namespace SimClr.Core.Interop;

/// <summary>Recognizes names that differ by what stands before them.</summary>
internal static class NamePrefix
{
    /// <summary>Each prefix with which all of some names are among others; none where any is among them without.</summary>
    /// <param name="names">The names as they should be.</param>
    /// <param name="others">The names that may have the prefix, and more of them.</param>
    public static IReadOnlyList<string> Between(IReadOnlyCollection<string> names, IEnumerable<string> others)
    {
        HashSet<string> all = [.. others];
        if (names.Count == 0 || names.Any(all.Contains))
            return [];
        // The longest name is least likely to end another by chance.
        string longest = names.MaxBy(name => name.Length)!;
        return
        [
            .. all.Where(name => name.EndsWith(longest, StringComparison.Ordinal))
                .Select(name => name[..^longest.Length])
                .Where(prefix => names.All(name => all.Contains(prefix + name)))
                .Order(StringComparer.Ordinal),
        ];
    }
}
