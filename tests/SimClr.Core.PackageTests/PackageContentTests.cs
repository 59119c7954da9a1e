using System.IO.Compression;
using System.Xml.Linq;

namespace SimClr.Core.PackageTests;

[Collection(nameof(PackageCollection))]
public sealed class PackageContentTests(PackedPackage packed)
{
    public static TheoryData<string> Packages => [.. PackedPackage.Libraries];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_Files_AreExactlyThese(string name)
    {
        string[] tasks = name == "SimClr.Core" ? ["SimClr.Core.Build.dll", "SimClr.Core.targets"] : [];
        string[] font = name == "SimClr.Core.Reporting" ? ["Fonts/README.md", "Fonts/LICENSE.txt"] : [];
        Files(packed.Package(name)).Should().BeEquivalentTo(
        [
            "README.md",
            "icon.png",
            $"{name}.nuspec",
            $"lib/{Settings.TargetFramework}/{name}.dll",
            $"lib/{Settings.TargetFramework}/{name}.xml",
            .. font,
            .. tasks.Select(file => $"buildTransitive/{Settings.TargetFramework}/{file}"),
        ]);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void SymbolPackage_Files_AreExactlyThese(string name)
        => Files(packed.Symbols(name)).Should().BeEquivalentTo($"{name}.nuspec", $"lib/{Settings.TargetFramework}/{name}.pdb");

    [Theory]
    [InlineData(
        "SimClr.Core",
        "Google.Protobuf",
        "Microsoft.Extensions.Configuration.Binder",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options",
        "SimClr.Core.Images",
        "System.IO.Hashing",
        "TorchSharp")]
    [InlineData(
        "SimClr.Core.Images",
        "Microsoft.Extensions.AI.Abstractions",
        "Microsoft.Extensions.Options",
        "SkiaSharp",
        "SkiaSharp.NativeAssets.Linux.NoDependencies",
        "System.IO.Hashing",
        "System.Numerics.Tensors")]
    [InlineData("SimClr.Core.Onnx", "Microsoft.ML.OnnxRuntime", "SimClr.Core.Images")]
    [InlineData("SimClr.Core.Parquet", "Parquet.Net", "SimClr.Core.Images")]
    [InlineData("SimClr.Core.Mpi", "SimClr.Core")]
    [InlineData("SimClr.Core.Reporting", "ScottPlot", "SimClr.Core")]
    public void Package_Dependencies_HaveNoNativeTorch(string name, params string[] dependencies)
        => Elements(name, "dependency").Select(element => element.Attribute("id")!.Value).Should().BeEquivalentTo(dependencies);

    [Theory]
    [InlineData("SimClr.Core", "SimClr.Core.Images")]
    [InlineData("SimClr.Core.Onnx", "SimClr.Core.Images")]
    [InlineData("SimClr.Core.Parquet", "SimClr.Core.Images")]
    [InlineData("SimClr.Core.Mpi", "SimClr.Core")]
    [InlineData("SimClr.Core.Reporting", "SimClr.Core")]
    public void Package_DependencyOnAnotherOfOurs_IsOfExactlyItsVersion(string name, string other)
        => Elements(name, "dependency").Single(element => element.Attribute("id")!.Value == other)
            .Attribute("version")!.Value.Should().Be($"[{packed.Version}]", "they see each other's internals");

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_Manifest_NamesLicenseAndReadme(string name)
    {
        Elements(name, "license").Should().ContainSingle().Which.Value.Should().Be("MIT");
        Elements(name, "readme").Should().ContainSingle().Which.Value.Should().Be("README.md");
        Elements(name, "version").Should().ContainSingle().Which.Value.Should().Be(packed.Version);
    }

    private static List<string> Files(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Select(entry => entry.FullName).Where(name => !IsContainers(name))];
    }

    private static bool IsContainers(string name)
        => name is "_rels/.rels" or "[Content_Types].xml" || name.StartsWith("package/", StringComparison.Ordinal);

    private IEnumerable<XElement> Elements(string package, string name)
    {
        using ZipArchive archive = ZipFile.OpenRead(packed.Package(package));
        using Stream stream = archive.GetEntry($"{package}.nuspec")!.Open();
        return [.. XDocument.Load(stream).Descendants().Where(element => element.Name.LocalName == name)];
    }
}
