using System.Text.Json.Nodes;

namespace SimClr.Core.Tests.Conventions;

/// <summary>The raw results of benchmarks: each can be traced to a commit and a machine.</summary>
public sealed class BenchmarkResultTests
{
    private const string Folder = "bench/results/";

    public static TheoryData<string> Files => [.. SourceFiles.All.Where(
        file => file.StartsWith(Folder, StringComparison.Ordinal) && file.EndsWith(".json", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_OfResults_SaysWhatWasMeasuredAndWhere(string file)
    {
        JsonNode report = JsonNode.Parse(string.Join('\n', SourceFiles.Read(file)))!;

        $"{report["benchmark"]}".Should().Be(Path.GetFileNameWithoutExtension(file));
        $"{report["commit"]}".Should().MatchRegex("^[0-9a-f]{40}$");
        ((bool?)report["uncommittedChanges"]).Should().BeFalse("a commit must stand for all that was measured");
        report["settings"]!.AsObject().Should().NotBeEmpty();
        report["versions"]!.AsObject().Select(version => version.Key).Should().Contain(["SimClr.Core", "TorchSharp", "libtorch", ".NET"]);
        report["results"]!.AsArray().Should().NotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_OfResults_LiesInTheFolderOfItsProcessor(string file)
    {
        JsonNode machine = JsonNode.Parse(string.Join('\n', SourceFiles.Read(file)))!["machine"]!;
        string folder = file[Folder.Length..].Split('/')[0];

        folder.Should().EndWith($"-{machine["cores"]}-cores");
        $"{machine["processor"]}".ToLowerInvariant().Split(' ', ',').Should().Contain(folder.Split('-')[0]);
        machine["instructionSets"]!.AsArray().Should().NotBeEmpty();
        SourceFiles.Read(Folder + "README.md").Should().Contain(line => line.Contains($"`{folder}`"), "the page lists each processor");
    }
}
