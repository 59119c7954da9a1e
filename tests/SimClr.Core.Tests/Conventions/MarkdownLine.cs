using System.Text.RegularExpressions;

namespace SimClr.Core.Tests.Conventions;

/// <summary>A line of a Markdown page.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">The line.</param>
/// <param name="IsCode">Whether it is part of a fence, or one of its marks.</param>
/// <param name="Language">The language of the fence that the line opens; empty if it names none, null if it opens none.</param>
internal sealed partial record MarkdownLine(int Number, string Text, bool IsCode, string? Language)
{
    /// <summary>The line without what stands between backticks.</summary>
    public string Prose => Code().Replace(Text, "");

    /// <summary>Whether the line is a row of a table.</summary>
    public bool IsTable => !IsCode && Text.StartsWith('|');

    [GeneratedRegex("(?<marks>`+)(?!`).*?(?<!`)\\k<marks>(?!`)")]
    private static partial Regex Code();
}
