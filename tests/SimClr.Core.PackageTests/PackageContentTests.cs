using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace SimClr.Core.PackageTests;

/// <summary>What is in the packages, by the approved listing and by what their users rely on.</summary>
[Collection(nameof(PackageCollection))]
public sealed partial class PackageContentTests(PackedPackage packed)
{
    private const int LongestReleaseNotes = 35_000;

    private static readonly string Approved =
        Path.Combine(Settings.Repository, "tests", "SimClr.Core.PackageTests", "Approved", "packages.txt");

    public static TheoryData<string> Packages => [.. PackedPackage.Names];

    public static TheoryData<string> Libraries => [.. PackedPackage.Libraries];

    [Fact]
    public void Packages_FilesAndDependencies_AreTheApproved()
    {
        string[] files = [.. Directory.EnumerateFiles(packed.Feed).Order(StringComparer.Ordinal)];

        string listing = string.Concat(files.Select(Listing));

        string received = Path.Combine(AppContext.BaseDirectory, "packages.received.txt");
        File.WriteAllText(received, listing);
        string approved = File.ReadAllText(Approved).ReplaceLineEndings("\n");
        listing.Should().Be(approved, $"a change that is meant is approved by copying {received} over it");
    }

    [Theory]
    [InlineData("SimClr.Core", "SimClr.Core.Images")]
    [InlineData("SimClr.Core.Onnx", "SimClr.Core.Images")]
    [InlineData("SimClr.Core.Parquet", "SimClr.Core.Images")]
    [InlineData("SimClr.Core.Mpi", "SimClr.Core")]
    [InlineData("SimClr.Core.Reporting", "SimClr.Core")]
    public void Package_DependencyOnAnotherOfOurs_IsOfExactlyItsVersion(string name, string other)
        => Open(name).Dependencies.Should().Contain($"{other} [{packed.Version}]", "they see each other's internals");

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_Manifest_IsComplete(string name)
    {
        PackageFile package = Open(name);

        package.Values("version").Should().Equal(packed.Version);
        package.Values("license").Should().Equal("MIT");
        package.Values("icon").Should().Equal("icon.png");
        package.Values("readme").Should().Equal("README.md");
        package.Values("authors").Should().ContainSingle().Which.Should().NotBeEmpty();
        package.Values("tags").Should().ContainSingle().Which.Should().Contain("simclr");
        package.Values("description").Should().ContainSingle().Which.Should().EndWith(".");
        package.Values("releaseNotes").Should().ContainSingle().Which.Should().NotBeEmpty()
            .And.NotContain("](", "there is nothing to link to");
        package.Values("releaseNotes")[0].Length.Should().BeLessThan(LongestReleaseNotes);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_Readme_HasNoRelativeLinkOrPicture(string name)
    {
        string readme = Open(name).ReadText("README.md");

        readme.Should().StartWith("# ");
        LinkTargets(readme).Where(target => !target.StartsWith("https://", StringComparison.Ordinal))
            .Should().BeEmpty("it is read outside of the repository");
    }

    [Theory]
    [InlineData("see [a](docs/a.md) and [b](https://b)", "docs/a.md", "https://b")]
    [InlineData("![picture](images/a.png) [top](#top)", "images/a.png", "#top")]
    [InlineData("[two\nlines](a.md \"title\")", "a.md")]
    [InlineData("[name]: b.md\n<img src=\"c.png\"> <a href='d.md'>", "b.md", "c.png", "d.md")]
    [InlineData("`array[0](x)` is code, as is\n```\n[a](b)\n```\n")]
    public void LinkTargets_OfMarkdown_AreAllOfThem(string markdown, params string[] targets)
        => LinkTargets(markdown).Should().Equal(targets);

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_Icon_IsTheProjectsPicture(string name)
        => Open(name).Read("icon.png").Should().Equal(File.ReadAllBytes(Path.Combine(Settings.Repository, "assets", "icon.png")));

    [Fact]
    public void Icon_OfTheProject_HasTheSizeThatGalleriesShow()
    {
        byte[] icon = File.ReadAllBytes(Path.Combine(Settings.Repository, "assets", "icon.png"));
        icon[..4].Should().Equal(0x89, (byte)'P', (byte)'N', (byte)'G');
        icon[16..24].Should().Equal([0, 0, 0, 128, 0, 0, 0, 128], "width and height are the header's first numbers");
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_Assembly_IsReproducibleAndHasItsSymbolsAndDocumentation(string name)
    {
        using PEReader assembly = new(new MemoryStream(Open(name).Read($"lib/{Settings.TargetFramework}/{name}.dll")));

        assembly.ReadDebugDirectory().Should().Contain(entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        new PackageFile(packed.Symbols(name)).Files.Should().Equal(
            new[] { $"{name}.nuspec", $"lib/{Settings.TargetFramework}/{name}.pdb" }.Order(StringComparer.Ordinal));
        Open(name).ReadText($"lib/{Settings.TargetFramework}/{name}.xml").Should().Contain("<member name=\"T:SimClr.Core.");
    }

    private PackageFile Open(string name) => new(packed.Package(name));

    private string Listing(string path)
    {
        PackageFile package = new(path);
        string[] needs = Path.GetExtension(path) == ".nupkg" ? package.Dependencies : [];
        IEnumerable<string> content = package.Files.Select(file => $"  {file}").Concat(needs.Select(item => $"  needs {item}"));
        string[] lines = [Path.GetFileName(path), .. content, ""];
        return string.Concat(lines.Select(line => $"{line.Replace(packed.Version, "VERSION")}\n"));
    }

    private static IEnumerable<string> LinkTargets(string markdown)
        => LinkTarget().Matches(Code().Replace(markdown, "")).Select(match => match.Groups["target"].Value);

    [GeneratedRegex("```.*?```|`[^`]*`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)|^\[[^\]]+\]:\s*(?<target>\S+)|(?:src|href)=[""'](?<target>[^""']+)", RegexOptions.Multiline)]
    private static partial Regex LinkTarget();
}
