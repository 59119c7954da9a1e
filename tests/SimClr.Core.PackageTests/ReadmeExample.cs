using System.Text.RegularExpressions;

namespace SimClr.Core.PackageTests;

/// <summary>The first example of README.md, and what a single file needs besides.</summary>
internal static partial class ReadmeExample
{
    /// <summary>The program text of the first C# block, without the lines that only a single file has.</summary>
    /// <exception cref="InvalidOperationException">There is no such block.</exception>
    public static string Read(string markdown)
        => FirstBlock().Match(markdown) is { Success: true } match
            ? string.Join('\n', match.Groups["program"].Value.ReplaceLineEndings("\n").Split('\n').Where(line => !IsDirective(line)))
            : throw new InvalidOperationException("README.md has no block that begins with ```csharp.");

    /// <summary>The lines that a single file needs above its program.</summary>
    public static IEnumerable<string> Directives(string markdown)
        => markdown.ReplaceLineEndings("\n").Split('\n').Where(IsDirective);

    private static bool IsDirective(string line) => line.StartsWith("#:", StringComparison.Ordinal);

    [GeneratedRegex(@"^```csharp[ ]*\r?\n(?<program>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FirstBlock();
}
