using System.Text.RegularExpressions;

namespace SimClr.Core.Tests.Conventions;

public sealed partial class SourceFileTests
{
    private const int LongestFile = 250;

    // Taken apart, so that this file does not break its own rule.
    private static readonly string[] RegistryAddresses =
        ["nuget" + ".org", "npmjs" + ".com", "npmjs" + ".org", "pypi" + ".org", "debian" + ".org", "crates" + ".io"];

    [Fact]
    public void All_Repository_HasTheFilesThatAreThere()
        => SourceFiles.All.Should().Contain(["README.md", ".ci/run", "src/SimClr.Core.Images/Data/Image.cs", "docs/native-library.md"]);

    [Fact]
    public void File_OfCSharp_IsNotTooLong()
        => new[] { "src", "tests", "bench", "samples", "templates", "tools" }.SelectMany(SourceFiles.CSharp)
            .Where(file => SourceFiles.Read(file).Length > LongestFile).Should().BeEmpty();

    [Fact]
    public void File_OfLibraryOrBenchmarks_HoldsOnePublicTypeAndBearsItsName()
        => LibraryAndBenchmarks().Where(file => !BearsTheNameOfItsType(file, SourceFiles.Read(file))).Should().BeEmpty();

    [Fact]
    public void File_OfLibraryOrBenchmarks_HasTheNamespaceOfItsFolder()
        => LibraryAndBenchmarks().Where(file => !SourceFiles.Read(file).Contains($"namespace {NamespaceOf(file)};")).Should().BeEmpty();

    [Theory]
    [InlineData("src/SimClr.Core/Optimization/LarsOptimizer.cs", "SimClr.Core.Optimization")]
    [InlineData("src/SimClr.Core/Optimization/LarsBuilderExtensions.cs", "SimClr.Core")]
    [InlineData("src/SimClr.Core.Build/ElfFile.cs", "SimClr.Core.Build")]
    public void NamespaceOf_File_IsItsFolderOrTheBuilders(string file, string expected) => NamespaceOf(file).Should().Be(expected);

    [Fact]
    public void File_OfAnyKind_NamesNoRegistry()
        => SourceFiles.All.Where(NamesRegistry).Should().BeEmpty();

    [Theory]
    [InlineData("public sealed class View : IDisposable", "View")]
    [InlineData("internal readonly record struct ViewShape(int Height)", "ViewShape")]
    [InlineData("public abstract partial class RandomAugmentation<T>", "RandomAugmentation")]
    [InlineData("public delegate void Step(int number);", "Step")]
    [InlineData("public static unsafe class Kernel", "Kernel")]
    [InlineData("    public sealed class Nested", null)]
    public void TopLevelType_Line_GivesTheName(string line, string? name)
        => (TopLevelType().Match(line) is { Success: true } match ? match.Groups["name"].Value : null).Should().Be(name);

    [Theory]
    [InlineData("src/SimClr.Core.Images/Data/Image.cs", "SimClr.Core.Data")]
    [InlineData("src/SimClr.Core.Images/Augmentation/Color/Solarize.cs", "SimClr.Core.Augmentation")]
    [InlineData("src/SimClr.Core.Images/Augmentation/Kernels/Gray.cs", "SimClr.Core.Augmentation.Kernels")]
    [InlineData("src/SimClr.Core/Evaluation/Probing/LinearProbe.cs", "SimClr.Core.Evaluation.Probing")]
    public void NamespaceOf_File_IsItsFolderButForSortedOnes(string file, string expected) => NamespaceOf(file).Should().Be(expected);

    [Theory]
    [InlineData("src/A/View.cs", "public class View", "internal class Other", true)]
    [InlineData("src/A/View.cs", "public class View", "public class Other", false)]
    [InlineData("src/A/Other.cs", "public class View", "internal class Other", false)]
    [InlineData("src/A/Other.cs", "internal class View", "internal class Other", true)]
    [InlineData("src/A/Other.cs", "// View", "", false)]
    public void BearsTheNameOfItsType_TwoLines_FollowsTheRule(string file, string line1, string line2, bool expected)
        => BearsTheNameOfItsType(file, [line1, line2]).Should().Be(expected);

    // A Program.cs is statements alone.
    private static IEnumerable<string> LibraryAndBenchmarks()
        => SourceFiles.CSharp("src").Concat(SourceFiles.CSharp("bench")).Where(file => Path.GetFileName(file) != "Program.cs");

    // A file without a public type bears the name of any of its types.
    private static bool BearsTheNameOfItsType(string file, string[] lines)
    {
        MatchCollection types = TopLevelType().Matches(string.Join('\n', lines));
        string[] open = [.. types.Where(type => type.Groups["access"].Value == "public").Select(Name)];
        return open.Length <= 1 && (open.Length == 1 ? open : types.Select(Name)).Contains(Path.GetFileNameWithoutExtension(file));
    }

    private static string Name(Match type) => type.Groups["name"].Value;

    // The package of images has the namespaces of the library that it is part of. Folders of many small public types, sorted for whoever reads the source: to a user they are one namespace. The builder's calls for a
    // part stand beside the part, and need no using but the builder's.
    private static string NamespaceOf(string file)
    {
        if (file.EndsWith("BuilderExtensions.cs", StringComparison.Ordinal))
            return "SimClr.Core";
        string folder = Path.GetDirectoryName(file)!.Replace('\\', '/');
        string name = folder.StartsWith("bench", StringComparison.Ordinal)
            ? $"SimClr.Core.Benchmarks{folder["bench".Length..]}"
            : SortedFolder().Replace(folder["src/".Length..].Replace("SimClr.Core.Images", "SimClr.Core"), "$1");
        return name.Replace('/', '.');
    }

    private static bool NamesRegistry(string file)
        => SourceFiles.Read(file).Any(line => RegistryAddresses.Any(address => line.Contains(address, StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex("^(SimClr.Core/Augmentation)/(Color|Composition|Spatial|Views)$")]
    private static partial Regex SortedFolder();

    [GeneratedRegex(
        @"^(?<access>public|internal|file) (?:[a-z]+ )*?"
        + @"(?:class|interface|enum|record struct|record class|record|struct|delegate [\w<>\[\]?]+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
