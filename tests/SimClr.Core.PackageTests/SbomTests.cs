using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SimClr.Core.PackageTests;

/// <summary>The list of what the packages are made of, as it is packed beside them.</summary>
[Collection(nameof(PackageCollection))]
public sealed class SbomTests(PackedPackage packed)
{
    private JsonNode Manifest => Parse(Path.Combine(packed.Feed, "_manifest", "spdx_2.2", "manifest.spdx.json"));

    [Fact]
    public void Sbom_Files_AreThePackagesWithTheirHashes()
    {
        Dictionary<string, string> listed = Manifest["files"]!.AsArray().ToDictionary(
            file => $"{file!["fileName"]}",
            file => $"{file!["checksums"]!.AsArray().Single(sum => $"{sum!["algorithm"]}" == "SHA256")!["checksumValue"]}");

        listed.Should().Equal(Directory.EnumerateFiles(packed.Feed).ToDictionary(
            file => $"./{Path.GetFileName(file)}", file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))));
    }

    [Fact]
    public void Sbom_Packages_HaveEveryDependencyInItsVersion()
    {
        string[] dependencies = [.. PackedPackage.Libraries.SelectMany(name => new PackageFile(packed.Package(name)).Dependencies)
            .Where(dependency => !dependency.StartsWith("SimClr.", StringComparison.Ordinal)).Distinct()];

        string[] listed = [.. Manifest["packages"]!.AsArray().Select(package => $"{package!["name"]} {package["versionInfo"]}")];

        dependencies.Should().Contain($"TorchSharp {Settings.TorchSharpVersion}");
        listed.Should().Contain(dependencies).And.Contain($"TorchSharp-cpu {Settings.TorchSharpVersion}", "the tool brings it along");
        $"{Manifest["name"]}".Should().Be($"SimClr.Core {packed.Version}");
    }

    [Fact]
    public void SbomTool_OfTheTests_HasTheVersionOfReleases()
        => $"{Parse(Path.Combine(Settings.Repository, ".config", "dotnet-tools.json"))["tools"]!["microsoft.sbom.dotnettool"]!["version"]}"
            .Should().Be(Settings.SbomToolVersion);

    private static JsonNode Parse(string file) => JsonNode.Parse(File.ReadAllText(file))!;
}
