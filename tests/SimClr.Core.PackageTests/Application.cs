namespace SimClr.Core.PackageTests;

/// <summary>An empty console project outside the repository that adds the package and, unless told otherwise, TorchSharp-cpu.</summary>
internal sealed class Application
{
    private readonly string _folder;

    public Application(PackedPackage package, string name, string program, string? framework = null, bool nativeTorch = true)
        : this(package, name, Reference("SimClr.Core", package.Version) + (nativeTorch ? TorchSharpCpu : ""), framework)
        => Write("Program.cs", program);

    private Application(PackedPackage package, string name, string references, string? framework)
    {
        _folder = package.CreateApplicationFolder(name);
        Write("Application.csproj", Project(references, framework: framework));
    }

    /// <summary>The text of a project file.</summary>
    /// <param name="references">Its references, as elements.</param>
    /// <param name="output">Exe or Library.</param>
    /// <param name="framework">Null: that of the tests.</param>
    public static string Project(string references, string output = "Exe", string? framework = null) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>{output}</OutputType>
            <TargetFramework>{framework ?? Settings.TargetFramework}</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            {references}
          </ItemGroup>
        </Project>
        """;

    private static string TorchSharpCpu => Reference("TorchSharp-cpu", Settings.TorchSharpVersion);

    /// <summary>A project of all C# files of a folder, which also has a service container.</summary>
    public static Application OfFolder(PackedPackage package, string name, string sources)
    {
        string container = Reference("Microsoft.Extensions.DependencyInjection", Settings.ExtensionsVersion);
        string references = Reference("SimClr.Core", package.Version) + TorchSharpCpu + container;
        Application application = new(package, name, references, framework: null);
        foreach (string file in Directory.EnumerateFiles(sources, "*.cs"))
            application.Write(Path.GetFileName(file), File.ReadAllText(file));
        return application;
    }

    /// <summary>A project that adds one of our packages and, if told so, TorchSharp-cpu.</summary>
    public static Application OfPackage(PackedPackage package, string name, string id, string program, bool nativeTorch = false)
    {
        Application application = new(package, name, Reference(id, package.Version) + (nativeTorch ? TorchSharpCpu : ""), framework: null);
        application.Write("Program.cs", program);
        return application;
    }

    /// <summary>Runs a dotnet command in the project's folder.</summary>
    public Task<string> DotNetAsync(params string[] arguments) => DotNet.RunAsync(_folder, arguments);

    /// <summary>Writes a text file into the project's folder.</summary>
    public void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    /// <summary>The names of all files below a folder of the project.</summary>
    public string[] FileNames(string folder)
        => [.. new DirectoryInfo(Path.Combine(_folder, folder)).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.Name)];

    /// <summary>Bytes of all files below a folder of the project.</summary>
    public long Size(string folder)
        => new DirectoryInfo(Path.Combine(_folder, folder)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>Runs the built or published program itself.</summary>
    /// <param name="folder">Where it lies below the project's folder.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it printed, with line feeds alone and without the last one.</returns>
    public async Task<string> RunAsync(string folder, params string[] arguments)
    {
        string output = await DotNet.RunProgramAsync(Path.Combine(_folder, folder, "Application"), _folder, arguments);
        return output.ReplaceLineEndings("\n").TrimEnd();
    }

    /// <summary>Reads a file below the project's folder.</summary>
    public byte[] Read(string file) => File.ReadAllBytes(Path.Combine(_folder, file));

    /// <summary>Reads TorchSharp's Linux library from a folder below the project's.</summary>
    public byte[] ReadTorchSharpLibrary(params string[] folders) => ReadLibrary([_folder, .. folders]);

    /// <summary>Reads TorchSharp's Linux library from the NuGet cache.</summary>
    public static byte[] ReadOriginalTorchSharpLibrary()
        => ReadLibrary(Settings.PackagesFolder, "torchsharp", Settings.TorchSharpVersion, "runtimes", "linux-x64", "native");

    private static string Reference(string id, string version) => $"""<PackageReference Include="{id}" Version="{version}" />""";

    private static byte[] ReadLibrary(params string[] folders) => File.ReadAllBytes(Path.Combine([.. folders, "libLibTorchSharp.so"]));
}
