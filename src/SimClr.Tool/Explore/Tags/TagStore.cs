using System.Text.Json;
using SimClr.Core.Embeddings;
using SimClr.Core.Files;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Explore.Tags;

/// <summary>The user's own marks on pictures, kept by path in a file. Any number of threads may use it.</summary>
internal sealed class TagStore
{
    /// <summary>Most characters of a tag's name.</summary>
    public const int LongestName = 64;

    private const int MostTags = 1000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Lock _lock = new();
    private readonly string _file;
    private readonly EmbeddingSet _pictures;
    private readonly SortedDictionary<string, SortedSet<int>> _tags = new(StringComparer.Ordinal);

    // Of pictures that are not there, maybe only today.
    private readonly Dictionary<string, List<string>> _absent = [];

    private TagStore(string file, EmbeddingSet pictures) => (_file, _pictures) = (file, pictures);

    /// <summary>Reads what was kept; nothing is there at first.</summary>
    /// <exception cref="ToolException">The file is damaged.</exception>
    public static TagStore Open(string file, EmbeddingSet pictures)
    {
        TagStore store = new(file, pictures);
        if (File.Exists(file))
            store.Read();
        return store;
    }

    /// <summary>All tags by name, with their pictures in order.</summary>
    public IReadOnlyList<Tag> All
    {
        get
        {
            lock (_lock)
                return [.. _tags.Select(tag => new Tag(tag.Key, [.. tag.Value]))];
        }
    }

    /// <summary>The names of a picture's tags.</summary>
    public IReadOnlyList<string> Of(int index)
    {
        lock (_lock)
            return [.. _tags.Where(tag => tag.Value.Contains(index)).Select(tag => tag.Key)];
    }

    /// <summary>Puts a tag on pictures, or takes it off; one without pictures is forgotten.</summary>
    /// <param name="name">1 to <see cref="LongestName"/> characters that can be seen.</param>
    /// <param name="pictures">Their indices.</param>
    /// <param name="isOn">On or off.</param>
    /// <returns>What is wrong with the request; null if it was done.</returns>
    public string? Set(string name, IReadOnlyCollection<int> pictures, bool isOn)
    {
        name = name.Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            return $"Expected a name of 1 to {LongestName} characters.";
        if (pictures.Any(index => index < 0 || index >= _pictures.Count))
            return $"Expected pictures from 0 to {_pictures.Count - 1}.";
        lock (_lock)
        {
            if (isOn && !_tags.ContainsKey(name) && _tags.Count == MostTags)
                return $"Expected at most {MostTags} tags.";
            SortedSet<int> tagged = _tags.GetValueOrDefault(name) ?? [];
            if (isOn)
                tagged.UnionWith(pictures);
            else
                tagged.ExceptWith(pictures);
            _tags[name] = tagged;
            if (tagged.Count == 0)
                _tags.Remove(name);
            Write();
            return null;
        }
    }

    private void Read()
    {
        Dictionary<string, string[]>? kept;
        try
        {
            kept = JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(_file));
        }
        catch (JsonException damage)
        {
            throw new ToolException($"{_file}: expected tags with lists of paths. {damage.Message}");
        }

        Dictionary<string, int> indices = Enumerable.Range(0, _pictures.Count).ToDictionary(index => _pictures.GetPath(index)!, StringComparer.Ordinal);
        foreach ((string name, string[] paths) in kept ?? [])
        {
            SortedSet<int> tagged = [.. paths.Where(indices.ContainsKey).Select(path => indices[path])];
            if (tagged.Count > 0)
                _tags[name] = tagged;
            _absent[name] = [.. paths.Where(path => !indices.ContainsKey(path))];
        }
    }

    private void Write()
    {
        SortedDictionary<string, IEnumerable<string>> kept = new(StringComparer.Ordinal);
        foreach (string name in _tags.Keys.Union(_absent.Where(tag => tag.Value.Count > 0).Select(tag => tag.Key)))
            kept[name] = [.. _tags.GetValueOrDefault(name, []).Select(index => _pictures.GetPath(index)!), .. _absent.GetValueOrDefault(name, [])];
        AtomicFile.Write(_file, stream => JsonSerializer.Serialize(stream, kept, Indented));
    }
}
