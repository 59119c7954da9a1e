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

    private static readonly string[] Applications = ["First", "Second"];

    // What the compiler, the repair and the copying leave. NuGet and MSBuild renew notes of their own at each build.
    private static readonly string[] Results = [".dll", ".so", ".1", ".pdb"];

    private static string Torch => $"""<PackageReference Include="TorchSharp-cpu" Version="{Settings.TorchSharpVersion}" />""";

    [ApplicationFact]
    public async Task Build_OfASolution_RepairsEachApplicationAndThenDoesNothing()
    {
        string folder = package.CreateApplicationFolder("solution");
        string library = $"""<PackageReference Include="SimClr.Core" Version="{package.Version}" />""";
        string application = """<ProjectReference Include="../Networks/Networks.csproj" />""" + Torch;
        WriteProject(folder, "Networks", library, LibraryText, "Library");
        foreach (string name in Applications)
            WriteProject(folder, name, application, "Console.WriteLine(Networks.Features());", "Exe");
        string[] projects = [.. Applications.Append("Networks").Select(name => $"""<Project Path="{name}/{name}.csproj" />""")];
        await File.WriteAllTextAsync(Path.Combine(folder, "All.slnx"), $"<Solution>{string.Concat(projects)}</Solution>");
        string[] build = ["build", "All.slnx", "-c", "Release", "-warnaserror", "-p:SimClrRepairTorchSharp=always"];

        string first = await DotNet.RunAsync(folder, build);
        Dictionary<string, DateTime> before = Written(folder);
        string second = await DotNet.RunAsync(folder, build);

        first.Split("libLibTorchSharp.so repaired").Should().HaveCount(3, "each application has a copy of its own, the library has none");
        second.Should().NotContain("repaired");
        Written(folder).Should().Equal(before, "a second build has nothing to do");
        foreach (string name in Applications)
        {
            string program = Path.Combine(folder, name, "bin", "Release", Settings.TargetFramework, name);
            (await DotNet.RunProgramAsync(program, folder, [])).Trim().Should().Be("32");
        }
    }

    private static void WriteProject(string folder, string name, string references, string text, string output)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllText(Path.Combine(folder, name, "Code.cs"), text);
        File.WriteAllText(Path.Combine(folder, name, $"{name}.csproj"), Application.Project(references, output));
    }

    private static Dictionary<string, DateTime> Written(string folder)
        => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Results.Contains(Path.GetExtension(file)))
            .ToDictionary(file => Path.GetRelativePath(folder, file), File.GetLastWriteTimeUtc);
}
