using System.IO.Compression;
using System.Xml.Linq;

namespace SimClr.Core.PackageTests;

[Collection(nameof(PackageCollection))]
public sealed class PackageContentTests(PackedPackage package)
{
    [Fact]
    public void Package_Files_AreExactlyThese()
        => Files(package.Package).Should().BeEquivalentTo(
            "README.md",
            "SimClr.Core.nuspec",
            $"buildTransitive/{Settings.TargetFramework}/SimClr.Core.Build.dll",
            $"buildTransitive/{Settings.TargetFramework}/SimClr.Core.targets",
            $"lib/{Settings.TargetFramework}/SimClr.Core.dll",
            $"lib/{Settings.TargetFramework}/SimClr.Core.xml");

    [Fact]
    public void SymbolPackage_Files_AreExactlyThese()
        => Files(package.Symbols).Should().BeEquivalentTo("SimClr.Core.nuspec", $"lib/{Settings.TargetFramework}/SimClr.Core.pdb");

    [Fact]
    public void Package_Dependencies_HaveNoNativeTorch()
        => Elements("dependency").Select(element => element.Attribute("id")!.Value).Should().BeEquivalentTo(
            "Google.Protobuf",
            "Microsoft.Extensions.Configuration.Binder",
            "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options",
            "SkiaSharp",
            "SkiaSharp.NativeAssets.Linux.NoDependencies",
            "System.Numerics.Tensors",
            "TorchSharp");

    [Fact]
    public void Package_Manifest_NamesLicenseAndReadme()
    {
        Elements("license").Should().ContainSingle().Which.Value.Should().Be("MIT");
        Elements("readme").Should().ContainSingle().Which.Value.Should().Be("README.md");
        Elements("version").Should().ContainSingle().Which.Value.Should().Be(package.Version);
    }

    private static List<string> Files(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Select(entry => entry.FullName).Where(name => !IsContainers(name))];
    }

    private static bool IsContainers(string name)
        => name is "_rels/.rels" or "[Content_Types].xml" || name.StartsWith("package/", StringComparison.Ordinal);

    private IEnumerable<XElement> Elements(string name)
    {
        using ZipArchive archive = ZipFile.OpenRead(package.Package);
        using Stream stream = archive.GetEntry("SimClr.Core.nuspec")!.Open();
        return [.. XDocument.Load(stream).Descendants().Where(element => element.Name.LocalName == name)];
    }
}
