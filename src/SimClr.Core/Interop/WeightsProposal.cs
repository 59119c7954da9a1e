namespace SimClr.Core.Interop;

/// <summary>Options with which a file that does not fit would, as C# for an error message.</summary>
internal static class WeightsProposal
{
    private const int MostPrefixes = 3;
    private const int MostIgnored = 3;
    private const string HeadLayers = "layers.";

    /// <summary>Proposes options by the names alone.</summary>
    /// <param name="expected">The module's names.</param>
    /// <param name="found">The file's.</param>
    /// <returns>What the file has, and what to write; null if nothing simple makes it fit.</returns>
    public static string? For(IReadOnlyCollection<string> expected, IReadOnlyCollection<string> found)
        => WithRename(expected, found, null, name => name)
            ?? WithRename(expected, found, "WeightsOptions.ResNetChildren", AsChild)
            ?? WithRename(expected, found, $"new Dictionary<string, string> {{ [\"\"] = \"{HeadLayers}\" }}", AsLayer);

    /// <summary>What to ignore so that some names are left out; null where that is a long list.</summary>
    public static string? Ignoring(IEnumerable<string> unknown)
    {
        string[] parts = [.. unknown.Select(FirstPart).Distinct()];
        return parts.Length is > 0 and <= MostIgnored ? $"Ignore = [{string.Join(", ", parts.Select(part => $"\"{part}\""))}]" : null;
    }

    private static string? WithRename(
        IReadOnlyCollection<string> expected, IReadOnlyCollection<string> found, string? rename, Func<string, string?> inFile)
    {
        string?[] renamed = [.. expected.Select(inFile)];
        if (renamed.Contains(null))
            return null;
        HashSet<string> names = [.. renamed.OfType<string>()];
        IReadOnlyList<string> prefixes = rename is not null && names.IsSubsetOf(found) ? [""] : NamePrefix.Between(names, found);
        // A layer's few names are found in every part of a large network.
        if (prefixes is not [var prefix, ..] || prefixes.Count > MostPrefixes)
            return null;
        IEnumerable<string> behind = found.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);
        string[] rest = [.. behind.Where(name => !names.Contains(name))];
        string? ignore = Ignoring(rest);
        if (rest.Length > 0 && ignore is null)
            return null;
        string before = rename is null
            ? $"{string.Join(", ", prefixes.Select(name => $"'{name}'"))} before their names"
            : $"other names{(prefix.Length > 0 ? $", behind '{prefix}'" : "")}";
        return $"with {before}: load it with {Call(prefix, rename, ignore)}";
    }

    private static string Call(string prefix, string? rename, string? ignore)
    {
        if (rename is null && ignore is null)
            return $"LoadWeights(path, \"{prefix}\")";
        string?[] set = [prefix.Length > 0 ? $"Prefix = \"{prefix}\"" : null, rename is null ? null : $"Rename = {rename}", ignore];
        return $"LoadWeights(path, new WeightsOptions {{ {string.Join(", ", set.OfType<string>())} }})";
    }

    private static string? AsChild(string name)
    {
        foreach ((string child, string original) in WeightsOptions.ResNetChildren)
            if (name.StartsWith(original, StringComparison.Ordinal))
                return child + name[original.Length..];
        return null;
    }

    private static string? AsLayer(string name) => name.StartsWith(HeadLayers, StringComparison.Ordinal) ? name[HeadLayers.Length..] : null;

    private static string FirstPart(string name) => name.IndexOf('.') is >= 0 and var at ? name[..(at + 1)] : name;
}
