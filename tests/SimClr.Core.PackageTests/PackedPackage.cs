namespace SimClr.Core.PackageTests;

/// <summary>SimClr.Core and what it builds on, packed once for all tests, with a version of its own, into a folder that serves as a feed.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    /// <summary>All packages.</summary>
    public static readonly string[] Names = ["SimClr.Core.Images", "SimClr.Core.Onnx", "SimClr.Core.Parquet", "SimClr.Core", "SimClr.Core.Mpi", "SimClr.Core.Reporting"];

    private readonly string _folder = Directory.CreateTempSubdirectory("simclr-package-").FullName;

    /// <summary>Unique, so that no cache can serve another build.</summary>
    public string Version { get; } = $"{Settings.Version}-test.{Guid.NewGuid():N}";

    /// <summary>The folder feed.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>A package's path.</summary>
    public string Package(string name) => Path.Combine(Feed, $"{name}.{Version}.nupkg");

    /// <summary>A symbol package's path.</summary>
    public string Symbols(string name) => Path.ChangeExtension(Package(name), ".snupkg");

    /// <summary>A new folder that is deleted at the end.</summary>
    public string CreateFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>
    /// A new folder for an application. The folder feed is its only source: all else must be in the cache, so no network is needed.
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
        return folder;
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        string[] properties = [$"-p:PackageVersion={Version}", $"-p:NuspecOutputPath={CreateFolder("nuspec")}/"];
        foreach (string name in Names)
        {
            string project = Path.Combine(Settings.Repository, "src", name);
            await DotNet.RunAsync(project, ["pack", "--no-build", "-c", Settings.Configuration, "-o", Feed, .. properties]);
        }
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
