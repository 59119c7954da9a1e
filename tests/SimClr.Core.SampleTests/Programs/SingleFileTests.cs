using System.Reflection;
using System.Text.RegularExpressions;
using SimClr.Core.SampleTests.Documentation;
using SimClr.Core.SampleTests.Support;

namespace SimClr.Core.SampleTests.Programs;

/// <summary>The small programs of samples/Programs: each runs, and prints what it says at its end, but for the numbers.</summary>
public sealed partial class SingleFileTests
{
    private const string Prints = "// Prints:";
    private const int LongestProgram = 60;

    private static readonly string Folder = Path.Combine(
        typeof(SingleFileTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!,
        "samples", "Programs");

    public static TheoryData<string> Programs => [.. Directory.GetFiles(Folder, "*.cs").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Program_WithoutArguments_PrintsWhatItSays(string name)
    {
        string source = await File.ReadAllTextAsync(Path.Combine(Folder, name));
        byte[] program = ProgramCompiler.Compile(new DocumentedProgram(name, Directives().Replace(source, "//"), Runs: true), out string[] problems)!;
        problems.Should().BeEmpty();
        using TemporaryFolder folder = new();
        using StringWriter output = new();
        await ProgramRun.InFolder(program, folder.Path, output);

        Pattern(output.ToString()).Should().Equal(Pattern(Expected(source)));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_OfOneUse_IsOneScreenAndInTheList(string name)
    {
        File.ReadLines(Path.Combine(Folder, name)).Count().Should().BeLessThanOrEqualTo(LongestProgram);
        File.ReadAllText(Path.Combine(Folder, "README.md")).Should().Contain($"[{name}]({name})");
    }

    private static string Expected(string source)
        => string.Join('\n', source[(source.IndexOf(Prints, StringComparison.Ordinal) + Prints.Length)..]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line["//".Length..].Trim()));

    // Another processor has other last digits, and a small network needs little to come to something else.
    private static string[] Pattern(string output)
        => [.. output.ReplaceLineEndings("\n").Trim().Split('\n').Select(line => Number().Replace(line, "N"))];

    [GeneratedRegex(@"^#:", RegexOptions.Multiline)]
    private static partial Regex Directives();

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();
}
