using System.IO.Compression;
using System.Xml.Linq;

namespace SimClr.Core.PackageTests;

/// <summary>A packed file, read as the zip archive that it is.</summary>
/// <param name="path">The file, .nupkg or .snupkg.</param>
internal sealed class PackageFile(string path)
{
    /// <summary>The files in it, sorted, without those of the container's own.</summary>
    public IReadOnlyList<string> Files { get; } = ReadNames(path);

    /// <summary>The manifest.</summary>
    public XDocument Manifest => XDocument.Parse(ReadText(Files.Single(file => file.EndsWith(".nuspec", StringComparison.Ordinal))));

    /// <summary>The values of the manifest's elements of a name.</summary>
    public string[] Values(string name) => [.. Elements(name).Select(element => element.Value)];

    /// <summary>The dependencies as "name range", sorted.</summary>
    public string[] Dependencies => [.. Elements("dependency")
        .Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}").Order(StringComparer.Ordinal)];

    /// <summary>Reads a file in it.</summary>
    public byte[] Read(string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        using Stream stream = archive.GetEntry(file)!.Open();
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Reads a text file in it.</summary>
    public string ReadText(string file)
    {
        using StreamReader reader = new(new MemoryStream(Read(file)));
        return reader.ReadToEnd();
    }

    private IEnumerable<XElement> Elements(string name) => Manifest.Descendants().Where(element => element.Name.LocalName == name);

    private static string[] ReadNames(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Select(entry => entry.FullName).Where(name => !IsContainers(name)).Order(StringComparer.Ordinal)];
    }

    private static bool IsContainers(string name)
        => name is "_rels/.rels" or "[Content_Types].xml" || name.StartsWith("package/", StringComparison.Ordinal);
}
