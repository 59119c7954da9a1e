using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SimClr.Core.Samples.CommandLine;

/// <summary>Options with a decimal point whatever the user's culture: read by it, "0,5" could silently become 5.</summary>
public static class NumberOption
{
    /// <summary>An option with a default value.</summary>
    public static Option<double> Create(string name, double defaultValue) => new(name)
    {
        CustomParser = result => Parse(name, result),
        DefaultValueFactory = _ => defaultValue,
    };

    /// <summary>An option that may be left out.</summary>
    public static Option<double?> CreateOptional(string name) => new(name) { CustomParser = result => Parse(name, result) };

    private static double Parse(string name, ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            result.AddError($"{name} must be a number such as 0.5, but is '{text}'.");
        return value;
    }
}
