using System.Text.RegularExpressions;

namespace SimClr.Core.Tests.Conventions;

/// <summary>The command lines in pages and scripts name projects, scripts, benchmarks and options that are there.</summary>
public sealed partial class DocumentedCommandTests
{
    // Decisions and the changelog keep the names of their time.
    private static readonly (string File, string Line)[] Lines =
    [
        .. from file in SourceFiles.All
           where file.EndsWith(".md", StringComparison.Ordinal) || file.EndsWith(".py", StringComparison.Ordinal)
           where file != "CHANGELOG.md" && !file.StartsWith("docs/decisions/", StringComparison.Ordinal)
           from line in SourceFiles.Read(file)
           select (file, line),
    ];

    [Fact]
    public void ProjectsAndScripts_InCommands_Exist()
    {
        (string File, string Path)[] named =
            [.. from item in Lines from Match match in PathInCommand().Matches(item.Line) select (item.File, match.Groups["path"].Value)];

        named.Select(item => item.Path).Should().Contain(["bench", "bench/Step/step_pytorch.py", "tests/SimClr.Core.Tests"]);
        named.Where(item => !IsThere(item.Path) && !IsThere(Path.Combine(Path.GetDirectoryName(item.File)!, item.Path))).Should().BeEmpty();

        static bool IsThere(string path) => Path.Exists(Path.Combine(SourceFiles.Repository, path));
    }

    [Fact]
    public void BenchmarksAndTheirOptions_InCommands_Exist()
    {
        HashSet<string> known = [.. SourceFiles.CSharp("bench").SelectMany(SourceFiles.Read).SelectMany(QuotedWords), "--help"];
        (string File, string Word)[] named =
        [
            .. from item in Lines
               let command = BenchmarkCommand().Match(item.Line)
               where command.Success
               from word in command.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Index()
               where word.Index == 0 || word.Item.StartsWith("--", StringComparison.Ordinal)
               select (item.File, word.Item),
        ];

        named.Select(item => item.Word).Should().Contain(["large-batch", "--reference"]);
        named.Where(item => !known.Contains(item.Word)).Should().BeEmpty();
    }

    [Fact]
    public void Versions_OfPackagesInCommands_AreThisRepositorys()
    {
        Dictionary<string, string> versions = new()
        {
            ["SimClr.Core"] = Version("Directory.Build.props", "<Version>"),
            ["SimClr.Core.Reporting"] = Version("Directory.Build.props", "<Version>"),
            ["TorchSharp-cpu"] = Version("Directory.Packages.props", "\"TorchSharp-cpu\""),
        };
        Match[] named = [.. Lines.SelectMany(item => PackageVersion().Matches(item.Line))];

        named.Should().HaveCountGreaterThan(4).And.OnlyContain(match => match.Groups["version"].Value == versions[match.Groups["package"].Value]);
    }

    private static string Version(string file, string mark)
        => Number().Match(SourceFiles.Read(file).Single(line => line.Contains(mark, StringComparison.Ordinal))).Value;

    private static IEnumerable<string> QuotedWords(string line) => QuotedWord().Matches(line).Select(match => match.Groups["word"].Value);

    [GeneratedRegex(@"(?:--project|\bdotnet (?:test|build)|\bpython3) (?<path>\w[\w./-]*)")]
    private static partial Regex PathInCommand();

    [GeneratedRegex("--project bench -- (?<words>[^`]+)")]
    private static partial Regex BenchmarkCommand();

    [GeneratedRegex(@"(?:#:package |add package )(?<package>[\w.-]+)(?:@| --version )(?<version>[\w.-]+)")]
    private static partial Regex PackageVersion();

    [GeneratedRegex(@"[0-9]+(?:\.[0-9]+)+(?:-[0-9A-Za-z.-]+)?")]
    private static partial Regex Number();

    [GeneratedRegex("\"(?<word>[a-z-]+)\"")]
    private static partial Regex QuotedWord();
}
