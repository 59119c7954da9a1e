using System.Text.RegularExpressions;

namespace SimClr.Core.Tests.Conventions;

/// <summary>The form of the repository's pages.</summary>
public sealed partial class MarkdownStyleTests
{
    private const int LongestLine = 120;
    private const int LongestCodeLine = 150;

    // A fence without a language holds commands, or what a program prints.
    private static readonly string[] Languages = ["", "bash", "csharp", "json", "python", "text", "xml", "yaml"];

    [Fact]
    public void Pages_OfTheRepository_KeepTheRules()
    {
        MarkdownFiles.All.Should().HaveCountGreaterThan(60);
        MarkdownFiles.All.SelectMany(Problems).Should().BeEmpty();
    }

    [Theory]
    [InlineData("# A\n\n# B", "B: a second title")]
    [InlineData("## A", "A: a heading of level 2 below one of level 0")]
    [InlineData("# A\n\n### B", "B: a heading of level 3 below one of level 1")]
    [InlineData("# A\n\n## B\n\n## B", "B: there is such a heading already")]
    [InlineData("# A\ntext", "a heading without a blank line after it")]
    [InlineData("# A\n\ntext\n## B", "a heading without a blank line before it")]
    [InlineData("# A\n\ntext ", "blanks at the end")]
    [InlineData("# A\n\n\ntext", "two blank lines")]
    [InlineData("# A\n\n\ttext", "a tab")]
    [InlineData("# A\n\n```ruby\n```", "the language ruby is none of those known")]
    [InlineData("# A\n\n```\ntext", "a fence that does not end")]
    [InlineData("# A\n\ntext\n```\n```", "a fence without a blank line before it")]
    [InlineData("# A\n\n![](x.png)", "a picture without words for those who cannot see it")]
    [InlineData("# A\n\n[V*N, V*N]", "asterisks that make text italic; write it as code")]
    public void Problems_OfAPage_NameTheRule(string page, string problem)
        => Problems(new MarkdownFile("page.md", page.Split('\n'))).Should().ContainSingle().Which.Should().EndWith($": {problem}");

    [Fact]
    public void Problems_LongLines_AreThoseOfProseAndOfVeryLongCode()
    {
        string[] page = ["# A", "", new('a', 121), "", "| " + new string('a', 200) + " |", "", "```", new('a', 150), new('a', 151), "```"];

        Problems(new MarkdownFile("page.md", page)).Should().Equal(
            "page.md(3): 121 characters, 120 are allowed", "page.md(9): 151 characters, 150 are allowed");
    }

    [Fact]
    public void Problems_OfAGoodPage_AreNone()
    {
        string[] page =
        [
            "# A", "", "Text with `V*N` and `V*N`.", "", "<!-- run -->", "```csharp", "# no heading", "```", "", "- list",
            "  ```text", "  ```", "", "## B", "", "![C](c.png)",
        ];

        Problems(new MarkdownFile("page.md", page)).Should().BeEmpty();
    }

    private static IEnumerable<string> Problems(MarkdownFile page)
        => OfHeadings(page)
            .Concat(page.Lines.SelectMany(line => OfLine(line, Before(page, line)).Select(problem => (line.Number, problem))))
            .Concat(page.IsClosed ? [] : [(page.Lines.Count, "a fence that does not end")])
            .Select(problem => $"{page.Name}({problem.Item1}): {problem.Item2}");

    private static IEnumerable<(int Number, string Problem)> OfHeadings(MarkdownFile page)
    {
        // Every version of a changelog has the same headings.
        HashSet<string>? seen = page.Name == "CHANGELOG.md" ? null : [];
        int last = 0;
        foreach ((int number, int level, string text) in page.Headings)
        {
            if (level > last + 1)
                yield return (number, $"{text}: a heading of level {level} below one of level {last}");
            if (level == 1 && last > 0)
                yield return (number, $"{text}: a second title");
            if (seen?.Add(MarkdownFile.Anchor(text)) == false)
                yield return (number, $"{text}: there is such a heading already");
            last = level;
            if (number > 1 && page.Lines[number - 2].Text.Length > 0)
                yield return (number, "a heading without a blank line before it");
            if (number < page.Lines.Count && page.Lines[number].Text.Length > 0)
                yield return (number, "a heading without a blank line after it");
        }
    }

    private static IEnumerable<string> OfLine(MarkdownLine line, string before)
    {
        int longest = line.IsCode ? LongestCodeLine : LongestLine;
        if (!line.IsTable && line.Text.Length > longest)
            yield return $"{line.Text.Length} characters, {longest} are allowed";
        if (line.Text.EndsWith(' '))
            yield return "blanks at the end";
        if (line.Text.Contains('\t'))
            yield return "a tab";
        if (line is { IsCode: false, Text: "" } && line.Number > 1 && before.Length == 0)
            yield return "two blank lines";
        if (line.Language is { } language && !Languages.Contains(language))
            yield return $"the language {language} is none of those known";
        if (line.Language is not null && line.Text[0] == '`' && before.Length > 0 && !before.StartsWith("<!--", StringComparison.Ordinal))
            yield return "a fence without a blank line before it";
        if (!line.IsCode && line.Prose.Contains("![]", StringComparison.Ordinal))
            yield return "a picture without words for those who cannot see it";
        if (!line.IsCode && AsteriskInWord().Count(line.Prose) > 1)
            yield return "asterisks that make text italic; write it as code";
    }

    private static string Before(MarkdownFile page, MarkdownLine line) => line.Number > 1 ? page.Lines[line.Number - 2].Text : "";

    [GeneratedRegex(@"\w\*\w")]
    private static partial Regex AsteriskInWord();
}
