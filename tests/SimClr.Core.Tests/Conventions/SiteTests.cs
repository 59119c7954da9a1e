using System.Text.RegularExpressions;

namespace SimClr.Core.Tests.Conventions;

/// <summary>The documentation's site shows every page.</summary>
public sealed partial class SiteTests
{
    private const string Contents = "docs/site/toc.yml";

    [Fact]
    public void Contents_OfTheSite_HaveEveryPageOnce()
    {
        string folder = Path.GetDirectoryName(Path.Combine(SourceFiles.Repository, Contents))!;
        string[] listed =
        [
            .. from line in File.ReadLines(Path.Combine(SourceFiles.Repository, Contents))
               from Match match in Reference().Matches(line)
               where !match.Value.Contains('#')
               let path = Path.GetFullPath(Path.Combine(folder, match.Groups["page"].Value))
               select Path.GetRelativePath(SourceFiles.Repository, path).Replace('\\', '/'),
        ];

        listed.Should().OnlyHaveUniqueItems().And.OnlyContain(page => MarkdownFiles.All.Any(file => file.Name == page));
        MarkdownFiles.All.Select(page => page.Name).Where(page => page.StartsWith("docs/", StringComparison.Ordinal))
            .Should().BeSubsetOf(listed);
    }

    [GeneratedRegex(@"href: (?<page>\S+?\.md)\S*")]
    private static partial Regex Reference();
}
