namespace SimClr.Core.Embeddings.Formats;

/// <summary>The checks that a set must pass, each with a message that says where.</summary>
internal static class EmbeddingChecks
{
    public static ArrayVectors Vectors(float[] values, int dimension)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        if (values.Length == 0 || values.Length % dimension != 0)
            throw new ArgumentException($"Expected at least one vector of {dimension} values, found {values.Length} values.", nameof(values));
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new ArgumentException($"Value {i % dimension} of vector {i / dimension} is {values[i]}; all must be finite.", nameof(values));
        return new ArrayVectors(values, dimension);
    }

    public static string?[]? Paths(IReadOnlyList<string?>? paths, int count)
    {
        if (paths is null)
            return null;
        RequireCount(paths.Count, count, "path", nameof(paths));
        string?[] copy = new string?[count];
        for (int i = 0; i < count; i++)
            copy[i] = string.IsNullOrEmpty(paths[i]) ? null : Text(paths[i]!, $"path {i}", nameof(paths));
        return Array.Exists(copy, path => path is not null) ? copy : null;
    }

    public static int?[]? Labels(IReadOnlyList<int?>? labels, int count, int names)
    {
        if (labels is null)
            return null;
        RequireCount(labels.Count, count, "label", nameof(labels));
        int limit = names > 0 ? names : int.MaxValue;
        int?[] copy = [.. labels];
        int invalid = Array.FindIndex(copy, label => label < 0 || label >= limit);
        if (invalid >= 0)
            throw new ArgumentException($"Label {copy[invalid]} of image {invalid} is not in [0, {limit}).", nameof(labels));
        return Array.Exists(copy, label => label is not null) ? copy : null;
    }

    public static string[] ClassNames(IReadOnlyList<string>? names)
        => [.. (names ?? []).Select((name, label) => Text(name, $"class name {label}", nameof(names)))];

    public static string? ModelId(string? modelId)
        => string.IsNullOrEmpty(modelId) ? null : Text(modelId, "the model's name", nameof(modelId));

    // NumPy pads texts with this character, so one at the end would be lost.
    private static string Text(string text, string what, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(text, parameterName);
        return text.Contains('\0')
            ? throw new ArgumentException($"Expected text without the character U+0000, found one in {what} at {text.IndexOf('\0')}.", parameterName)
            : text;
    }

    private static void RequireCount(int found, int expected, string what, string parameterName)
    {
        if (found != expected)
            throw new ArgumentException($"Expected one {what} an image ({expected}), found {found}.", parameterName);
    }
}
