using System.Text.Json.Nodes;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>Compares two JSON documents value by value.</summary>
internal static class JsonDifferences
{
    /// <summary>Each value that is not the same on both sides, with its path.</summary>
    public static IEnumerable<(string Path, string? Saved, string? Current)> Between(JsonNode? saved, JsonNode? current)
    {
        SortedDictionary<string, string> before = new(StringComparer.Ordinal), now = new(StringComparer.Ordinal);
        Flatten("", saved, before);
        Flatten("", current, now);
        return from path in before.Keys.Union(now.Keys)
               let values = (Saved: before.GetValueOrDefault(path), Current: now.GetValueOrDefault(path))
               where values.Saved != values.Current
               select (path, values.Saved, values.Current);
    }

    private static void Flatten(string path, JsonNode? node, SortedDictionary<string, string> values)
    {
        switch (node)
        {
            case JsonObject parts:
                foreach ((string name, JsonNode? part) in parts)
                    Flatten(path.Length == 0 ? name : $"{path}.{name}", part, values);
                break;
            case JsonArray items:
                for (int index = 0; index < items.Count; index++)
                    Flatten($"{path}[{index}]", items[index], values);
                break;
            default:
                values[path] = node?.ToString() is { Length: > 0 } text ? text : "none";
                break;
        }
    }
}
