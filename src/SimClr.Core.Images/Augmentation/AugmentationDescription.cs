using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SimClr.Core.Augmentation;

/// <summary>
/// What an augmentation is and does: its name, its parameters and, for those made of others, its steps. Goes into a checkpoint's
/// metadata.
/// </summary>
/// <remarks>Immutable; safe for any number of threads.</remarks>
public sealed class AugmentationDescription
{
    /// <summary>Describes an augmentation.</summary>
    /// <param name="name">Its name, by convention the type's.</param>
    /// <param name="parameters">Its parameters in order: numbers, booleans, enumeration values or strings.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public AugmentationDescription(string name, params IEnumerable<(string Name, object Value)> parameters)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(parameters);
        Name = name;
        Parameters = parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)).ToArray().AsReadOnly();
    }

    /// <summary>The augmentation's name.</summary>
    public string Name { get; }

    /// <summary>The parameters, in order.</summary>
    public ReadOnlyCollection<KeyValuePair<string, object>> Parameters { get; }

    /// <summary>The augmentations that this one is made of, in order; empty for a simple one.</summary>
    public IReadOnlyList<AugmentationDescription> Steps { get; init; } = [];

    /// <summary>The description as JSON: <c>{"name": ..., "parameters": {...}, "steps": [...]}</c>; empty parts are left out.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new() { ["name"] = Name };
        if (Parameters.Count > 0)
        {
            json["parameters"] = new JsonObject(
                Parameters.Select(pair => new KeyValuePair<string, JsonNode?>(pair.Key, ToNode(pair.Value))));
        }

        if (Steps.Count > 0)
            json["steps"] = new JsonArray([.. Steps.Select(step => step.ToJson())]);
        return json;
    }

    /// <summary>One line, for example <c>RandomApply(probability 0.5: GaussianBlur(minimumSigma 0.1, maximumSigma 2))</c>.</summary>
    public override string ToString()
    {
        string parameters = string.Join(", ", Parameters.Select(parameter => $"{parameter.Key} {Format(parameter.Value)}"));
        string steps = string.Join(" -> ", Steps);
        return (parameters.Length, steps.Length) switch
        {
            (0, 0) => Name,
            (_, 0) => $"{Name}({parameters})",
            (0, _) => $"{Name}({steps})",
            _ => $"{Name}({parameters}: {steps})",
        };
    }

    private static JsonValue? ToNode(object value) => value switch
    {
        // JSON has no word for what is not finite; it becomes a string.
        double number when double.IsFinite(number) => JsonValue.Create(number),
        float number when float.IsFinite(number) => JsonValue.Create(number),
        int number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    private static string Format(object value) => value switch
    {
        double number => number.ToString("0.####", CultureInfo.InvariantCulture),
        float number => number.ToString("0.####", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
