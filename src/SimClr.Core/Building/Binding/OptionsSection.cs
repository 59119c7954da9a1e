using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace SimClr.Core.Building.Binding;

/// <summary>A section of configuration that holds the options of one part, and perhaps its kind.</summary>
/// <param name="section">The section.</param>
/// <param name="problems">Receives what is wrong with it, each with its path.</param>
internal sealed class OptionsSection(IConfigurationSection section, ICollection<string> problems)
{
    private const string KindKey = "Kind";

    private readonly HashSet<string> _ownKeys = new([KindKey], StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the kind stands.</summary>
    public string KindPath => ConfigurationPath.Combine(section.Path, KindKey);

    /// <summary>The part's kind: the value of its key, or the section's own value (<c>"Optimizer": "Adam"</c>); null if there is none.</summary>
    public string? Kind => section.Value ?? section[KindKey];

    /// <summary>Reads a number that belongs to no options class.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">What it is if the key is not there.</param>
    public int ReadNumber(string key, int value)
    {
        _ownKeys.Add(key);
        return section.GetSection(key) is var entry && entry.Exists() && TryParse(entry, typeof(int), out object? read) ? (int)read! : value;
    }

    /// <summary>Reads all options once.</summary>
    /// <returns>Sets those that are there and of the right type.</returns>
    public Action<TOptions> Read<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>()
        where TOptions : class
    {
        PropertyInfo[] known = [.. typeof(TOptions).GetProperties().Where(property => property is { CanRead: true, SetMethod.IsPublic: true })];
        List<(PropertyInfo Option, object? Value)> read = [];
        foreach (IConfigurationSection entry in section.GetChildren().Where(entry => !_ownKeys.Contains(entry.Key)))
            if (TryRead(entry, known, out PropertyInfo? option, out object? value))
                read.Add((option, value));
        return options => read.ForEach(pair => pair.Option.SetValue(options, pair.Value));
    }

    /// <summary>Says that there are options where none are known.</summary>
    public void RequireNone()
    {
        foreach (IConfigurationSection entry in section.GetChildren().Where(entry => !_ownKeys.Contains(entry.Key)))
            problems.Add($"{entry.Path}: unknown; {Kind} has no options.");
    }

    private bool TryRead(IConfigurationSection entry, PropertyInfo[] known, [NotNullWhen(true)] out PropertyInfo? option, out object? value)
    {
        value = null;
        option = known.FirstOrDefault(property => property.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
        if (option is null)
        {
            string expected = string.Join(", ", _ownKeys.Concat(known.Select(property => property.Name)));
            problems.Add($"{entry.Path}: unknown; expected one of {expected}.");
            return false;
        }

        return TryParse(entry, option.PropertyType, out value);
    }

    private bool TryParse(IConfigurationSection entry, Type type, out object? value)
    {
        value = null;
        try
        {
            value = ConfigurationValue.Read(entry, type);
            return true;
        }
        catch (FormatException refusal)
        {
            problems.Add($"{entry.Path}: {refusal.Message}");
            return false;
        }
    }
}
