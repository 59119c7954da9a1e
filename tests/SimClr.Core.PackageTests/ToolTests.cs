namespace SimClr.Core.PackageTests;

/// <summary>The program simclr, installed from its package.</summary>
[Collection(nameof(PackageCollection))]
public sealed class ToolTests(PackedPackage package)
{
    private static string LibraryInPackage => $"tools/{Settings.TargetFramework}/{PackedPackage.ToolSystem}/libLibTorchSharp.so";

    [ToolFact]
    public async Task Tool_InstalledFromThePackages_FindsACopyAndTrains()
    {
        string folder = package.CreateApplicationFolder("tool");
        Pictures.Write(Path.Combine(folder, "photos"), count: 6, side: 32);
        File.Copy(Path.Combine(folder, "photos", "2.bmp"), Path.Combine(folder, "photos", "copy.bmp"));
        string program = Path.Combine(folder, "installed", "simclr");

        string[] installation = ["SimClr.Tool", "--version", package.Version, "--tool-path", "installed", "--configfile", "nuget.config"];
        await DotNet.RunAsync(folder, ["tool", "install", .. installation]);
        string version = await DotNet.RunProgramAsync(program, folder, ["--version"]);
        await DotNet.RunProgramAsync(program, folder, ["duplicates", "photos"]);
        await DotNet.RunProgramAsync(program, folder, ["pretrain", "photos", "--epochs", "1"]);

        version.Should().StartWith(Settings.Version);
        string table = Directory.EnumerateFiles(folder, "duplicates.csv", SearchOption.AllDirectories).Single();
        (await File.ReadAllTextAsync(table)).TrimEnd().Split('\n').Skip(1).Should().ContainSingle().Which.Should().StartWith("copy.bmp,2.bmp,exact,");
        Directory.EnumerateFiles(folder, "checkpoint-*.safetensors", SearchOption.AllDirectories).Should().ContainSingle();
    }

    [Fact]
    public void Tool_ForLinux_BringsTheRepairedLibrary()
        => new PackageFile(package.Package($"SimClr.Tool.{PackedPackage.ToolSystem}")).Read(LibraryInPackage)
            .AsSpan().SequenceEqual(Application.ReadOriginalTorchSharpLibrary()).Should().BeFalse("it is made for older systems, too");
}
