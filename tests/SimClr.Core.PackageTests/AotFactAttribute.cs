namespace SimClr.Core.PackageTests;

/// <summary>A test that compiles an application to machine code for Linux; skipped where the compiler or a linker is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AotFactAttribute : FactAttribute
{
    public AotFactAttribute()
    {
        string[] needed =
            ["runtime.linux-x64.microsoft.dotnet.ilcompiler", "microsoft.netcore.app.runtime.nativeaot.linux-x64", "microsoft.ml.onnxruntime"];
        string[] missing = [.. needed.Where(package => !Directory.Exists(Path.Combine(Settings.PackagesFolder, package)))];
        if (missing.Length > 0)
            Skip = $"Not in the NuGet cache: {string.Join(", ", missing)}.";
        else if (!HasProgram("clang") && !HasProgram("gcc"))
            Skip = "Native AOT links with clang or gcc, and neither is installed.";
    }

    private static bool HasProgram(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, name)));
}
