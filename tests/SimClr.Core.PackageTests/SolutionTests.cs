namespace SimClr.Core.PackageTests;

/// <summary>A library that uses the package, and two applications that use the library.</summary>
[Collection(nameof(PackageCollection))]
public sealed class SolutionTests(PackedPackage package)
{
    private const string LibraryText = """
        using SimClr.Core.Models;

        public static class Networks
        {
            public static int Features()
            {
                using ResNetEncoder encoder = new(ResNetDepth.ResNet10, new ResNetOptions { WidthMultiplier = 0.0625 });
                return encoder.FeatureDimension;
            }
        }
        """;

    private static string Torch => $"""<PackageReference Include="TorchSharp-cpu" Version="{Settings.TorchSharpVersion}" />""";

    [ApplicationFact]
    public async Task Build_OfASolution_RepairsEachApplicationAndThenDoesNothing()
    {
        string folder = package.CreateApplicationFolder("solution");
        WriteProject(folder, "Networks", $"""<PackageReference Include="SimClr.Core" Version="{package.Version}" />""", LibraryText, "Library");
        foreach (string name in (string[])["First", "Second"])
            WriteProject(folder, name, """<ProjectReference Include="../Networks/Networks.csproj" />""" + Torch, "Console.WriteLine(Networks.Features());", "Exe");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "All.slnx"),
            """<Solution><Project Path="First/First.csproj" /><Project Path="Networks/Networks.csproj" /><Project Path="Second/Second.csproj" /></Solution>""");
        string[] build = ["build", "All.slnx", "-c", "Release", "-warnaserror", "-p:SimClrRepairTorchSharp=always"];

        string first = await DotNet.RunAsync(folder, build);
        Dictionary<string, DateTime> before = Written(folder);
        string second = await DotNet.RunAsync(folder, build);

        first.Split("libLibTorchSharp.so repaired").Should().HaveCount(3, "each application has a copy of its own, the library has none");
        second.Should().NotContain("repaired");
        Written(folder).Should().Equal(before, "a second build has nothing to do");
        foreach (string name in (string[])["First", "Second"])
            (await DotNet.RunProgramAsync(Path.Combine(folder, name, "bin", "Release", Settings.TargetFramework, name), folder, [])).Trim().Should().Be("32");
    }

    private static void WriteProject(string folder, string name, string references, string text, string output)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllText(Path.Combine(folder, name, "Code.cs"), text);
        File.WriteAllText(Path.Combine(folder, name, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{output}</OutputType>
                <TargetFramework>{Settings.TargetFramework}</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                {references}
              </ItemGroup>
            </Project>
            """);
    }

    // NuGet and MSBuild renew their notes at each build; what matters is what the compiler, the repair and the copying leave.
    private static Dictionary<string, DateTime> Written(string folder)
        => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".dll" or ".so" or ".pdb" or ".1" or ".json" && !file.Contains($"{DotNet.DataFolder}{Path.DirectorySeparatorChar}"))
            .ToDictionary(file => Path.GetRelativePath(folder, file), File.GetLastWriteTimeUtc);
}
