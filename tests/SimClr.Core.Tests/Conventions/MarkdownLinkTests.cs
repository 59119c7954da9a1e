namespace SimClr.Core.Tests.Conventions;

/// <summary>Links between pages, to their headings, and to files and pictures of the repository lead somewhere.</summary>
public sealed class MarkdownLinkTests
{
    private static readonly Dictionary<string, HashSet<string>> Anchors =
        MarkdownFiles.All.ToDictionary(page => page.Name, page => page.Anchors.ToHashSet());

    [Fact]
    public void RelativeLinks_OfAllPages_LeadToFilesAndHeadings()
    {
        (string Place, string Target)[] links =
        [
            .. from page in MarkdownFiles.All
               from link in page.Links
               where !IsAddress(link.Target)
               select ($"{page.Name}({link.Number})", link.Target),
        ];

        links.Should().HaveCountGreaterThan(200);
        links.Where(link => !Leads(link.Place[..link.Place.LastIndexOf('(')], link.Target)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("docs/losses.md", "#labels", true)]
    [InlineData("docs/losses.md", "#no-such-heading", false)]
    [InlineData("docs/benchmarks/step.md", "../losses.md#which-one", true)]
    [InlineData("docs/benchmarks/step.md", "losses.md", false)]
    [InlineData("README.md", "docs/images/reporting.png", true)]
    [InlineData("README.md", "docs/images/Reporting.png", false)]
    [InlineData("README.md", "LICENSE#text", false)]
    [InlineData("docs/losses.md", "../../outside.md", false)]
    public void Leads_Target_IsRightAboutFilesAndHeadings(string page, string target, bool expected)
        => Leads(page, target).Should().Be(expected);

    [Fact]
    public void Links_OfAPage_AreTheTargetsOutsideOfCode()
    {
        MarkdownFile page = new("page.md",
        [
            "# Title", "A [link](one.md#a), a picture ![of](two.png \"title\"), [one", "that breaks](three.md), `[code](no.md)`.",
            "<img src=\"four.svg\" srcset=\"five.png 1x, six.png 2x\">", "```", "[code](no.md)", "```",
        ]);

        page.Links.Should().Equal((2, "one.md#a"), (2, "two.png"), (3, "three.md"), (4, "four.svg"), (4, "five.png"), (4, "six.png"));
    }

    [Theory]
    [InlineData("Leaks between training and test", "leaks-between-training-and-test")]
    [InlineData("A step, and its hooks", "a-step-and-its-hooks")]
    [InlineData("`SimClr.Core` in [docs](x.md)", "simclrcore-in-docs")]
    [InlineData("kNN & _more_", "knn--_more_")]
    public void Anchor_Heading_FollowsGitHubsRule(string heading, string expected) => MarkdownFile.Anchor(heading).Should().Be(expected);

    [Fact]
    public void Anchors_OfEqualHeadings_AreNumbered()
        => new MarkdownFile("page.md", ["# A", "## B", "## B"]).Anchors.Should().Equal("a", "b", "b-1");

    private static bool IsAddress(string target) => Uri.TryCreate(target, UriKind.Absolute, out Uri? address) && !address.IsFile;

    private static bool Leads(string page, string target)
    {
        string[] parts = target.Split('#', 2);
        string folder = Path.GetDirectoryName(Path.Combine(SourceFiles.Repository, page))!;
        string path = parts[0].Length == 0 ? Path.Combine(SourceFiles.Repository, page) : Path.GetFullPath(Path.Combine(folder, parts[0]));
        string name = Path.GetRelativePath(SourceFiles.Repository, path).Replace('\\', '/');
        bool hasHeading = parts.Length == 1 || (Anchors.TryGetValue(name, out HashSet<string>? anchors) && anchors.Contains(parts[1]));
        return hasHeading && HasExactly(name);
    }

    // Case counts everywhere, also where the file system takes no notice of it.
    private static bool HasExactly(string name)
    {
        DirectoryInfo folder = new(SourceFiles.Repository);
        string[] parts = name.TrimEnd('/').Split('/');
        foreach (string part in parts)
        {
            if (!folder.Exists || folder.GetFileSystemInfos(part).All(found => found.Name != part))
                return false;
            folder = new DirectoryInfo(Path.Combine(folder.FullName, part));
        }

        return true;
    }
}
