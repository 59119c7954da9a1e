using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SimClr.Core.SampleTests.Documentation;

/// <summary>Finds the programs in a Markdown page.</summary>
/// <remarks>
/// A block that begins with using directives begins a program. Others continue the program above them. The line
/// <c>&lt;!-- run --&gt;</c> before a block marks its program as one to be run. Lines that begin with <c>#:</c> tell the SDK what a
/// single file needs; they are no C#, and a block that begins with one begins a program, too.
/// </remarks>
internal static partial class MarkdownPage
{
    private const string RunMark = "<!-- run -->";

    /// <summary>The programs of a page, in its order.</summary>
    /// <param name="name">The page, for messages.</param>
    /// <param name="lines">Its content.</param>
    public static IReadOnlyList<DocumentedProgram> Programs(string name, IReadOnlyList<string> lines)
    {
        List<DocumentedProgram> programs = [];
        bool runs = false;
        for (int i = 0; i < lines.Count; i++)
        {
            runs |= lines[i].Trim() == RunMark;
            if (!Fence().IsMatch(lines[i]))
                continue;
            int first = i + 1;
            int end = first;
            while (end < lines.Count && lines[end].Trim() != "```")
                end++;
            if (IsCSharp(lines[i]))
            {
                Add(programs, name, first, lines.Skip(first).Take(end - first), runs);
                runs = false;
            }

            i = end;
        }

        return programs;
    }

    private static void Add(List<DocumentedProgram> programs, string page, int first, IEnumerable<string> block, bool runs)
    {
        string[] lines = [.. block];
        StringBuilder source = new();
        source.AppendLine(CultureInfo.InvariantCulture, $"#line {first + 1} \"{page}\"");
        foreach (string line in lines)
            source.AppendLine(IsDirective(line) ? "" : line);
        if (programs.Count == 0 || IsDirective(lines.FirstOrDefault("")) || UsingDirective().IsMatch(lines.FirstOrDefault("")))
            programs.Add(new DocumentedProgram($"{page}({first + 1})", source.ToString(), runs));
        else
            programs[^1] = programs[^1] with { Source = programs[^1].Source + source, Runs = programs[^1].Runs || runs };
    }

    private static bool IsDirective(string line) => line.StartsWith("#:", StringComparison.Ordinal);

    private static bool IsCSharp(string fence) => fence.Trim()[3..].Trim().ToLowerInvariant() is "csharp" or "cs" or "c#";

    [GeneratedRegex(@"^\s*```")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^using (static )?[A-Za-z_][\w.]*;")]
    private static partial Regex UsingDirective();
}
