namespace SimClr.Core.PackageTests;

/// <summary>A test that builds an application from cached packages; skipped where they are not in the cache.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal class ApplicationFactAttribute : FactAttribute
{
    public ApplicationFactAttribute()
    {
        string[] needed =
        [
            "torchsharp-cpu", "torchsharp", "skiasharp", "system.numerics.tensors", "microsoft.extensions.dependencyinjection",
            "microsoft.extensions.hosting",
        ];
        string[] missing = [.. needed.Where(package => !Directory.Exists(Path.Combine(Settings.PackagesFolder, package)))];
        if (missing.Length > 0)
            Skip = $"Not in the NuGet cache: {string.Join(", ", missing)}.";
    }
}
