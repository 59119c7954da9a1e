using System.Text.RegularExpressions;

namespace SimClr.Core.Tests.Conventions;

/// <summary>A Markdown page, line by line, with what the rules for pages ask about.</summary>
internal sealed partial class MarkdownFile
{
    /// <summary>Reads a page.</summary>
    /// <param name="name">The page, for messages.</param>
    /// <param name="lines">Its content.</param>
    public MarkdownFile(string name, IEnumerable<string> lines)
    {
        Name = name;
        List<MarkdownLine> all = [];
        string? fence = null;
        foreach ((int index, string text) in lines.Index())
        {
            Match mark = FenceMark().Match(text);
            bool opens = fence is null && mark.Success;
            bool closes = fence is not null && text.Trim() == fence;
            all.Add(new MarkdownLine(index + 1, text, fence is not null || opens, opens ? mark.Groups["language"].Value.Trim() : null));
            fence = opens ? mark.Groups["mark"].Value : closes ? null : fence;
        }

        (Lines, IsClosed) = (all, fence is null);
    }

    /// <summary>The page, relative to the repository.</summary>
    public string Name { get; }

    /// <summary>All lines; those of a fence, its marks included, are code.</summary>
    public IReadOnlyList<MarkdownLine> Lines { get; }

    /// <summary>Whether the last fence ends.</summary>
    public bool IsClosed { get; }

    /// <summary>The headings: line, level from 1, text.</summary>
    public IEnumerable<(int Number, int Level, string Text)> Headings
        => from line in Lines
           where !line.IsCode
           let match = HeadingMark().Match(line.Text)
           where match.Success
           select (line.Number, match.Groups["marks"].Length, match.Groups["text"].Value.Trim());

    /// <summary>What may stand behind # in a link to this page.</summary>
    public IEnumerable<string> Anchors
    {
        get
        {
            Dictionary<string, int> seen = [];
            foreach ((_, _, string text) in Headings)
            {
                string anchor = Anchor(text);
                int earlier = seen[anchor] = seen.TryGetValue(anchor, out int count) ? count + 1 : 0;
                yield return earlier == 0 ? anchor : $"{anchor}-{earlier}";
            }
        }
    }

    /// <summary>Targets of links and pictures, in Markdown and HTML, with their lines; text that breaks over lines does no harm.</summary>
    public IEnumerable<(int Number, string Target)> Links
        => from line in Lines
           where !line.IsCode
           from Match match in LinkTarget().Matches(line.Prose)
           from target in match.Groups["target"].Value.Split(", ")
           select (line.Number, target.Split(' ')[0]);

    /// <summary>GitHub's rule: letters, digits, hyphens and underscores in lower case, a hyphen for each blank.</summary>
    public static string Anchor(string heading)
        => NoAnchorCharacter().Replace(LinkMarkup().Replace(heading, "${text}").ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^ {0,3}(?<mark>```+|~~~+)(?<language>[^`]*)$")]
    private static partial Regex FenceMark();

    [GeneratedRegex("^(?<marks>#{1,6}) (?<text>.+)$")]
    private static partial Regex HeadingMark();

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)(?: ""[^""]*"")?\)|(?:src|srcset|href)=""(?<target>[^""]+)""")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkMarkup();

    [GeneratedRegex(@"[^\p{L}\p{Nd}_ -]")]
    private static partial Regex NoAnchorCharacter();
}
