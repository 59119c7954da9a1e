namespace SimClr.Core.Tests.Conventions;

/// <summary>The repository's Markdown pages.</summary>
internal static class MarkdownFiles
{
    /// <summary>All pages.</summary>
    public static IReadOnlyList<MarkdownFile> All { get; } =
    [
        .. from file in SourceFiles.All
           where file.EndsWith(".md", StringComparison.Ordinal)
           select new MarkdownFile(file, SourceFiles.Read(file)),
    ];
}
