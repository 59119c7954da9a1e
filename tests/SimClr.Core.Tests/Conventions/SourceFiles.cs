using System.Reflection;

namespace SimClr.Core.Tests.Conventions;

/// <summary>The repository's own text files, without what builds and runs leave behind.</summary>
internal static class SourceFiles
{
    private static readonly string[] Left = ["bin", "obj", "artifacts", "output", "TestResults"];

    private static readonly string[] TextExtensions =
    [
        "", ".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".txt", ".json", ".config", ".py", ".html", ".css", ".svg",
        ".editorconfig", ".gitattributes", ".gitignore",
    ];

    /// <summary>The repository's folder.</summary>
    public static string Repository { get; } = Path.GetFullPath(
        typeof(SourceFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == nameof(Repository)).Value!);

    /// <summary>All text files, relative to the repository, with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Find(new DirectoryInfo(Repository)).Order(StringComparer.Ordinal)];

    /// <summary>The C# files below a folder.</summary>
    public static IEnumerable<string> CSharp(string folder)
        => All.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Reads one of <see cref="All"/>.</summary>
    public static string[] Read(string file) => File.ReadAllLines(Path.Combine(Repository, file));

    private static IEnumerable<string> Find(DirectoryInfo folder)
        => folder.EnumerateFiles().Where(file => TextExtensions.Contains(file.Extension))
            .Select(file => Path.GetRelativePath(Repository, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories().Where(IsSource).SelectMany(Find));

    private static bool IsSource(DirectoryInfo folder) => !Left.Contains(folder.Name) && (folder.Name[0] != '.' || folder.Name == ".ci");
}
