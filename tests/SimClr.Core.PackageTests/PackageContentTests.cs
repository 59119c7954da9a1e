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
            "buildTransitive/SimClr.Core.Build.dll",
            "buildTransitive/SimClr.Core.targets",
            $"lib/{Settings.TargetFramework}/SimClr.Core.dll",
            $"lib/{Settings.TargetFramework}/SimClr.Core.xml");

    [Fact]
    public void SymbolPackage_Files_AreExactlyThese()
        => Files(package.Symbols).Should().BeEquivalentTo("SimClr.Core.nuspec", $"lib/{Settings.TargetFramework}/SimClr.Core.pdb");

    [Fact]
    public void Package_Dependencies_HaveNoNativeTorch()
        => Manifest().Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Should().BeEquivalentTo(
            "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options",
            "SkiaSharp",
            "SkiaSharp.NativeAssets.Linux.NoDependencies",
            "System.Numerics.Tensors",
            "TorchSharp");

    [Fact]
    public void Package_Manifest_NamesLicenseAndReadme()
    {
        XElement[] elements = [.. Manifest().Descendants()];
        elements.Single(element => element.Name.LocalName == "license").Value.Should().Be("MIT");
        elements.Single(element => element.Name.LocalName == "readme").Value.Should().Be("README.md");
        elements.Single(element => element.Name.LocalName == "version").Value.Should().Be(package.Version);
    }

    // The rest is the container's own: relations, content types and a core-properties part.
    private static List<string> Files(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Select(entry => entry.FullName).Where(name => name is not ("_rels/.rels" or "[Content_Types].xml") && !name.StartsWith("package/", StringComparison.Ordinal))];
    }

    private XDocument Manifest()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.Package);
        using Stream stream = archive.GetEntry("SimClr.Core.nuspec")!.Open();
        return XDocument.Load(stream);
    }
}
