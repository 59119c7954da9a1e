using System.Text.Json.Nodes;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>What one of the Python scripts wrote; empty without a file.</summary>
internal sealed class ReferenceFile(FileInfo? file)
{
    private readonly JsonNode? _content = file is null ? null : JsonNode.Parse(File.ReadAllText(file.FullName));

    public string? Name => file?.Name;

    public IEnumerable<JsonNode> Results => _content?["results"]!.AsArray().Select(result => result!) ?? [];

    /// <summary>Versions of the libraries that were measured, by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Versions
        => _content?["versions"]?.AsObject().Select(version => KeyValuePair.Create(version.Key, (string)version.Value!)) ?? [];
}
