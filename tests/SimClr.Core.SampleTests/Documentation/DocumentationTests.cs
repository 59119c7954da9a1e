using System.Reflection;
using System.Text.RegularExpressions;
using SimClr.Core.Data;
using SimClr.Core.Onnx;
using SimClr.Core.Parquet;
using SimClr.Core.Reporting;
using SimClr.Core.SampleTests.Support;

namespace SimClr.Core.SampleTests.Documentation;

/// <summary>The C# of README.md, of the packages' README.md and of docs compiles as pasted, and what is marked as such runs.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Repository = Path.GetFullPath(
        typeof(DocumentationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == nameof(Repository)).Value!);

    private static readonly Dictionary<string, DocumentedProgram> All = Pages()
        .SelectMany(page => MarkdownPage.Programs(page, Read(page))).ToDictionary(program => program.Name);

    public static TheoryData<string> Programs => [.. All.Keys];

    public static TheoryData<string> RunPrograms => [.. All.Values.Where(program => program.Runs).Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_OfThePages_CompilesAsPasted(string name)
    {
        ProgramCompiler.Compile(All[name], out string[] problems);

        problems.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(RunPrograms))]
    public async Task Program_ThatIsMarked_Runs(string name)
    {
        byte[] program = ProgramCompiler.Compile(All[name], out string[] problems)!;
        problems.Should().BeEmpty();
        using TemporaryFolder folder = new();

        await ProgramRun.InFolder(program, folder.Path, TextWriter.Null);
    }

    [Fact]
    public void Members_NamedInThePages_Exist()
    {
        ILookup<string, Type> types = new[] { typeof(Image), typeof(OnnxImageEmbedder), typeof(EmbeddingParquet), typeof(SimClrBuilder), typeof(Figure) }
            .SelectMany(type => type.Assembly.GetExportedTypes()).ToLookup(type => type.Name);
        const BindingFlags any = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

        IEnumerable<string> unknown =
            from page in Pages()
            from line in Read(page).Index()
            from Match match in MemberName().Matches(line.Item)
            let owners = types[match.Groups["type"].Value]
            where owners.Any() && !owners.Any(type => type.GetMember(match.Groups["member"].Value, any).Length > 0)
            select $"{page}({line.Index + 1}): {match.Value}";

        unknown.Should().BeEmpty();
    }

    [Fact]
    public void LoopByHand_OfTheTrainingLoopPage_HasAtMost25Lines()
        => All.Values.Where(program => program.Name.StartsWith("docs/training-loop.md(", StringComparison.Ordinal))
            .Single(program => program.Source.Contains("loader.Load(", StringComparison.Ordinal))
            .Source.ReplaceLineEndings("\n").Split('\n').Count(line => line.Length > 0 && line[0] != '#').Should().BeLessThanOrEqualTo(25);

    [Fact]
    public void Programs_OfThePages_AreFound()
    {
        All.Keys.Should().Contain(name => name.StartsWith("README.md(")).And.Contain(name => name.StartsWith("docs/getting-started.md("));
        RunPrograms.Should().NotBeEmpty();
    }

    // Decisions keep the names of their time.
    private static IEnumerable<string> Pages()
        => Directory.EnumerateFiles(Path.Combine(Repository, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateDirectories(Path.Combine(Repository, "src")).Select(package => Path.Combine(package, "README.md")).Where(File.Exists))
            .Select(path => Path.GetRelativePath(Repository, path).Replace('\\', '/'))
            .Where(page => !page.StartsWith("docs/decisions/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Prepend("README.md");

    private static string[] Read(string page) => File.ReadAllLines(Path.Combine(Repository, page));

    [GeneratedRegex(@"(?<![\w.`/])(?<=`[^`]*)(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w+)")]
    private static partial Regex MemberName();
}
