using System.Globalization;
using System.Text.Json.Nodes;

namespace SimClr.Core.Augmentation;

/// <summary>The steps of a preprocessing that can be read from a file: none draws random numbers, none runs what the file says.</summary>
internal static class PreprocessingSteps
{
    private static readonly Dictionary<string, Func<JsonObject, IAugmentation>> Readers = new()
    {
        [nameof(Resize)] = of => of.ContainsKey("shorterSide")
            ? new Resize(Whole(of, "shorterSide"), Interpolation(of))
            : new Resize(Whole(of, "height"), Whole(of, "width"), Interpolation(of)),
        [nameof(CenterCrop)] = of => new CenterCrop(Whole(of, "height"), Whole(of, "width")),
        [nameof(EvaluationCrop)] = of => new EvaluationCrop(Whole(of, "height"), Whole(of, "width"), Interpolation(of)),
        [nameof(Normalize)] = of => new Normalize(Numbers(of, "mean"), Numbers(of, "standardDeviation")),
        [nameof(ReverseChannels)] = _ => new ReverseChannels(),
    };

    /// <summary>Their names, for messages.</summary>
    public static string Names => string.Join(", ", Readers.Keys);

    public static bool CanRead(string name) => Readers.ContainsKey(name);

    /// <exception cref="FormatException">It is none, or a parameter is missing or of another kind.</exception>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public static IAugmentation Read(JsonNode? json)
    {
        if (json is not JsonObject step || step["name"] is not JsonValue named || !named.TryGetValue(out string? name))
            throw new FormatException("expected a step with a name.");
        return Readers.TryGetValue(name, out Func<JsonObject, IAugmentation>? read)
            ? read(step["parameters"] as JsonObject ?? [])
            : throw new FormatException($"the step '{name}' is none of {Names}.");
    }

    private static int Whole(JsonObject of, string name) => of[name] is JsonValue value && value.TryGetValue(out int number)
        ? number
        : throw Missing(name, "a whole number");

    private static ResizeInterpolation Interpolation(JsonObject of)
        => Enum.TryParse(Text(of, "interpolation"), out ResizeInterpolation filter) && Enum.IsDefined(filter)
            ? filter
            : throw Missing("interpolation", string.Join(" or ", Enum.GetNames<ResizeInterpolation>()));

    private static float[] Numbers(JsonObject of, string name)
        => [.. Text(of, name).Split(' ').Select(part => Number(part, name))];

    private static float Number(string text, string name)
        => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? number
            : throw Missing(name, "numbers separated by spaces");

    private static string Text(JsonObject of, string name)
        => of[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw Missing(name, "a text");

    private static FormatException Missing(string name, string expected) => new($"the parameter '{name}' should be {expected}.");
}
