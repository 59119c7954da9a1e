using System.Reflection;

namespace SimClr.Core.PackageTests;

/// <summary>What the build knows and the tests need.</summary>
internal static class Settings
{
    public static string Repository => Path.GetFullPath(Value(nameof(Repository)));

    public static string Configuration => Value(nameof(Configuration));

    public static string TargetFramework => Value(nameof(TargetFramework));

    /// <summary>The version of the packages to come.</summary>
    public static string Version => Value(nameof(Version));

    /// <summary>The folder of the package TorchSharp-cpu in the NuGet cache, named after its version.</summary>
    public static string TorchSharpPackage => Path.TrimEndingDirectorySeparator(Value(nameof(TorchSharpPackage)));

    public static string TorchSharpVersion => Path.GetFileName(TorchSharpPackage);

    public static string SbomToolVersion => Value(nameof(SbomToolVersion));

    /// <summary>The version of Microsoft's extension packages.</summary>
    public static string ExtensionsVersion => Value(nameof(ExtensionsVersion));

    /// <summary>The NuGet cache.</summary>
    public static string PackagesFolder => Path.GetFullPath(Path.Combine(TorchSharpPackage, "..", ".."));

    private static string Value(string key)
        => typeof(Settings).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
