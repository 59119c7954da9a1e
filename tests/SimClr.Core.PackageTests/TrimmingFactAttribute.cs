namespace SimClr.Core.PackageTests;

/// <summary>
/// A test of a trimmed or self-contained application for Linux; skipped where that cannot run, or what it takes is not in the cache.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TrimmingFactAttribute : FactAttribute
{
    public TrimmingFactAttribute()
    {
        string[] needed = ["torchsharp-cpu", "torchsharp", "microsoft.netcore.app.runtime.linux-x64", "microsoft.net.illink.tasks"];
        string[] missing = [.. needed.Where(package => !Directory.Exists(Path.Combine(Settings.PackagesFolder, package)))];
        if (missing.Length > 0)
            Skip = $"Not in the NuGet cache: {string.Join(", ", missing)}.";
    }
}
