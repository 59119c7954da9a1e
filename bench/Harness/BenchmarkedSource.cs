using System.Diagnostics;
using System.Reflection;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>What a measurement was made of: the commit and the versions of the libraries.</summary>
internal static class BenchmarkedSource
{
    /// <summary>The repository's folder.</summary>
    public static string Repository { get; } = Path.GetFullPath(
        typeof(BenchmarkedSource).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == nameof(Repository)).Value!);

    /// <summary>The commit that the library was built from; null if it was built outside a git repository.</summary>
    public static string? Commit => Library.Length > 1 ? Library[1] : null;

    /// <summary>The library, what it builds on and the runtime, by name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Versions =>
    [
        new("SimClr.Core", Library[0]),
        new("TorchSharp", typeof(Tensor).Assembly.GetName().Version!.ToString(3)),
        new("libtorch", __version__),
        new(".NET", $"{Environment.Version}"),
    ];

    // 0.1.0+3f2a..., as the SDK writes it.
    private static string[] Library { get; } = typeof(SimClrBuilder).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+');

    /// <summary>Whether library or benchmarks differ from the commit; null without git.</summary>
    public static bool? HasUncommittedChanges()
    {
        string[] arguments = ["-C", Repository, "status", "--porcelain", "--", "src", "bench", ":(exclude)bench/results"];
        try
        {
            using Process git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })!;
            bool changed = git.StandardOutput.ReadToEnd().Length > 0;
            git.WaitForExit();
            return git.ExitCode == 0 ? changed : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
