namespace SimClr.Core.Benchmarks.Curation;

/// <summary>Originals that show the same picture before anything is planted, as somebody saw who looked at them.</summary>
internal sealed class SamePictures
{
    private readonly Dictionary<string, string> _parents = [];

    /// <summary>Reads a list.</summary>
    /// <param name="file">A pair of names in each line, with a tab between; null if there are none.</param>
    public static SamePictures Read(FileInfo? file)
    {
        SamePictures same = new();
        foreach (string[] names in file is null ? [] : File.ReadLines(file.FullName).Select(line => line.Split('\t')))
        {
            if (names.Length < 2)
                throw new ArgumentException($"{file}: expected two names with a tab between in each line, found '{names[0]}'.");
            same._parents[same.First(names[0])] = same.First(names[1]);
        }

        return same;
    }

    /// <summary>Whether two originals show the same, by way of others if need be.</summary>
    public bool Are(string one, string other) => First(one) == First(other);

    private string First(string name)
    {
        while (_parents.TryGetValue(name, out string? parent) && parent != name)
            name = parent;
        return name;
    }
}
