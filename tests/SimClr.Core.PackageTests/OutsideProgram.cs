using System.Globalization;

namespace SimClr.Core.PackageTests;

/// <summary>
/// The project in the folder Outside, built once against the packed package. Each of its examples runs as a process of its own.
/// </summary>
public sealed class OutsideProgram
{
    private readonly PackedPackage _package;
    private readonly Lazy<Task<Application>> _built;

    public OutsideProgram(PackedPackage package)
    {
        _package = package;
        _built = new Lazy<Task<Application>>(BuildAsync);
    }

    /// <summary>The folder of the sources.</summary>
    public static string Sources => Path.Combine(Settings.Repository, "tests", "SimClr.Core.PackageTests", "Outside");

    /// <summary>A new folder that is deleted at the end.</summary>
    public string CreateFolder(string name) => _package.CreateFolder($"outside-{name}");

    /// <summary>Runs an example.</summary>
    /// <returns>Its lines "name: value".</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(params string[] arguments)
    {
        string output = await (await _built.Value).RunAsync($"bin/Release/{Settings.TargetFramework}", arguments);
        return output.Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(line => line[0], line => line[1]);
    }

    /// <summary>The numbers of a value, which are parted by spaces.</summary>
    public static double[] Numbers(string value)
        => [.. value.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    private async Task<Application> BuildAsync()
    {
        Application application = Application.OfFolder(_package, "outside", Sources);
        await application.DotNetAsync("build", "-c", "Release", "-warnaserror");
        return application;
    }
}
