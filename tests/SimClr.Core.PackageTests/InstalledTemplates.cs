namespace SimClr.Core.PackageTests;

/// <summary>The packed templates, installed for these tests alone.</summary>
/// <param name="package">What was packed.</param>
public sealed class InstalledTemplates(PackedPackage package)
{
    private readonly Lazy<Task<string>> _hive = new(() => InstallAsync(package));

    /// <summary>Makes a project of a template in a folder that is deleted at the end.</summary>
    /// <param name="template">Its short name.</param>
    /// <param name="name">The project's name.</param>
    /// <param name="options">The template's options.</param>
    /// <returns>The project's folder.</returns>
    public async Task<string> CreateAsync(string template, string name, params string[] options)
    {
        string hive = await _hive.Value;
        string folder = package.CreateApplicationFolder(name);
        string[] creation = ["new", template, "--name", name, "--output", ".", "--no-update-check", "--debug:custom-hive", hive];
        await DotNet.RunAsync(folder, [.. creation, .. options]);
        return folder;
    }

    private static async Task<string> InstallAsync(PackedPackage package)
    {
        string hive = package.CreateFolder("hive");
        await DotNet.RunAsync(hive, "new", "install", package.Package("SimClr.Core.Templates"), "--debug:custom-hive", hive);
        return hive;
    }
}
