namespace SimClr.Core.Interop;

/// <summary>Which tensor of a module each tensor of a file is, by the options.</summary>
internal sealed class WeightsNames
{
    private readonly WeightsOptions _options;
    private readonly KeyValuePair<string, string>[] _renames;

    public WeightsNames(WeightsOptions options)
    {
        _options = options;
        _renames = [.. options.Rename.OrderByDescending(rename => rename.Key.Length)];
    }

    /// <summary>The name in the module; null if the options leave the tensor out.</summary>
    public string? InModule(string name)
    {
        if (!name.StartsWith(_options.Prefix, StringComparison.Ordinal))
            return null;
        string rest = name[_options.Prefix.Length..];
        return _options.Ignore.Any(beginning => rest.StartsWith(beginning, StringComparison.Ordinal)) ? null : Renamed(rest);
    }

    private string Renamed(string name)
    {
        foreach ((string beginning, string replacement) in _renames)
            if (name.StartsWith(beginning, StringComparison.Ordinal))
                return replacement + name[beginning.Length..];
        return name;
    }
}
