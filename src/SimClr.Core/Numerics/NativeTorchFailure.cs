using System.Text.RegularExpressions;

namespace SimClr.Core.Numerics;

/// <summary>Says why TorchSharp's native libraries cannot be loaded, and what cures it.</summary>
internal static class NativeTorchFailure
{
    /// <summary>
    /// Platforms for which TorchSharp-cpu has no files. SimClr.Core.targets, which judges at build, has the same pattern.
    /// </summary>
    public const string Unserved = "musl|bionic|^(alpine|android|ios|tvos|browser|wasi|freebsd)|^osx.*-x64$|^(?!osx).*-(?!x64$)[^-]+$";

    /// <summary>Platforms that get the files for linux-x64 from NuGet, and cannot use them: they need glibc.</summary>
    public const string Musl = "musl|^alpine";

    /// <summary>The exception to throw.</summary>
    /// <param name="platform">A runtime identifier, as "linux-x64".</param>
    /// <param name="isDeployed">Whether libtorch lies in the application's folder.</param>
    /// <param name="cause">What the attempt gave.</param>
    public static Exception Describe(string platform, bool isDeployed, Exception cause)
    {
        if (Regex.IsMatch(platform, isDeployed ? Musl : Unserved))
        {
            return new PlatformNotSupportedException(
                $"TorchSharp's native library, libtorch, does not exist for {platform}. "
                + "The package TorchSharp-cpu has it for linux-x64 (glibc), win-x64 and osx-arm64.",
                cause);
        }

        return new DllNotFoundException(Sentence(isDeployed, cause), cause);
    }

    private static string Sentence(bool isDeployed, Exception cause)
    {
        if (!isDeployed)
        {
            return "TorchSharp's native library, libtorch, is missing. Add the package TorchSharp-cpu, or one of TorchSharp's CUDA "
                + "packages, to the application: dotnet add package TorchSharp-cpu.";
        }

        return cause.Message.Contains("GLIBCXX_", StringComparison.Ordinal)
            ? "TorchSharp's native library needs a newer libstdc++ than this system has. Build the application on this system, or with "
                + "SimClrRepairTorchSharp set to always, or install a libstdc++ from GCC 13 or later (docs/native-library.md). "
                + "The repair comes with the NuGet package; a ProjectReference to SimClr.Core.csproj does not run it: "
                + "pack it and reference the package (README.md)."
            : "TorchSharp's native library is there but cannot be loaded. The inner exception says why.";
    }
}
