namespace SimClr.Core.PackageTests;

/// <summary>
/// All packages, packed once for all tests by the command of a release, with a version of their own, into a folder that serves as a feed.
/// </summary>
public sealed class PackedPackage : IAsyncLifetime
{
    /// <summary>The system that the tool is packed for: a release has three of them, with libtorch of each.</summary>
    public const string ToolSystem = "linux-x64";

    /// <summary>The packages that are libraries.</summary>
    public static readonly string[] Libraries =
        ["SimClr.Core.Images", "SimClr.Core.Onnx", "SimClr.Core.Parquet", "SimClr.Core", "SimClr.Core.Mpi", "SimClr.Core.Reporting"];

    /// <summary>All packages.</summary>
    public static readonly string[] Names = [.. Libraries, "SimClr.Core.Templates", "SimClr.Tool", $"SimClr.Tool.{ToolSystem}"];

    private readonly string _folder = Directory.CreateTempSubdirectory("simclr-package-").FullName;

    /// <summary>Unique, so that no cache can serve another build.</summary>
    public string Version { get; } = $"{Settings.Version}-test.{Guid.NewGuid():N}";

    private static string SbomTool => Path.Combine(
        [Settings.PackagesFolder, "microsoft.sbom.dotnettool", Settings.SbomToolVersion, "tools", "net8.0", "any", "Microsoft.Sbom.DotNetTool.dll"]);

    /// <summary>The folder feed.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>A package's path.</summary>
    public string Package(string name) => Path.Combine(Feed, $"{name}.{Version}.nupkg");

    /// <summary>A symbol package's path.</summary>
    public string Symbols(string name) => Path.ChangeExtension(Package(name), ".snupkg");

    /// <summary>A new folder that is deleted at the end.</summary>
    public string CreateFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>
    /// A new folder for an application. The folder feed is its only source: all else must be in the cache, so no network is needed. As in
    /// the repository, hundreds of megabytes of native files are linked, not copied.
    /// </summary>
    public string CreateApplicationFolder(string name)
    {
        string folder = CreateFolder(name);
        Directory.CreateDirectory(Path.Combine(folder, DotNet.DataFolder));
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), """
            <Project>
              <PropertyGroup>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <CreateHardLinksForPublishFilesIfPossible>true</CreateHardLinksForPublishFilesIfPossible>
              </PropertyGroup>
            </Project>
            """);
        return folder;
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await DotNet.RunAsync(
            Settings.Repository,
            "pack",
            "src/Release.slnf",
            "--no-build",
            "-c",
            Settings.Configuration,
            "-o",
            Feed,
            $"-p:PackageVersion={Version}",
            $"-p:NuspecOutputPath={CreateFolder("nuspec")}/",
            $"-p:ToolPackageRuntimeIdentifiers={ToolSystem}",
            "-p:WriteSbom=true",
            $"-p:SbomTool=dotnet exec --roll-forward Major %22{SbomTool}%22");
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        foreach (string name in Names)
            DeleteCached(name);
        return Task.CompletedTask;
    }

    private void DeleteCached(string name)
    {
        DirectoryInfo cached = new(Path.Combine(Settings.PackagesFolder, name.ToLowerInvariant(), Version));
        if (cached.Exists)
            cached.Delete(recursive: true);
        if (cached.Parent is { Exists: true } all && !all.EnumerateFileSystemInfos().Any())
            all.Delete();
    }
}
