using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimClr.Core.Numerics;

/// <summary>
/// Lets libtorch's threads give way to other work on the machine, and keeps their number within a container's limit: sets
/// <see cref="OpenMPSettings"/> in the C environment before libtorch is loaded.
/// </summary>
/// <remarks>
/// libgomp reads its variables once, while it is loaded, and offers no other way to set them. So this must come before the first use of
/// torch anywhere in the process; a program's first use of any part of this library is the earliest moment that the library has.
/// The switch SimClr.Core.TuneOpenMP turns it off.
/// </remarks>
internal static partial class OpenMPTuning
{
    /// <summary>Name of the AppContext switch; true unless it is set to false.</summary>
    public const string SwitchName = "SimClr.Core.TuneOpenMP";

    private const string LibTorch = "libtorch_cpu.so";

    private static readonly Lazy<OpenMPTuningResult> Result = new(Apply);
    private static int _hintTaken;

    /// <summary>Applies the settings once a process, whoever calls first. Never fails.</summary>
    /// <returns>What was set, or would have been had libtorch not been loaded already.</returns>
    public static OpenMPTuningResult EnsureApplied() => Result.Value;

    /// <summary>What to tell the user where libtorch was loaded before; once a process, otherwise null.</summary>
    public static string? TakeHint()
        => EnsureApplied() is { Missed.Count: > 0 } result && Interlocked.Exchange(ref _hintTaken, 1) == 0 ? HintOf(result) : null;

    /// <summary>The hint of a result with settings that came too late.</summary>
    public static string HintOf(OpenMPTuningResult result)
    {
        string variables = string.Join(' ', result.Missed.Select(setting => $"{setting.Key}={setting.Value}"));
        return $"libtorch was in use before SimClr.Core, so {variables} could not be set for it: training slows down more than need be "
            + "where other work or a limit takes processors away. Set it in the environment of the process, or use a type of SimClr.Core "
            + "before the first call to torch.";
    }

    /// <summary>
    /// At the first use of anything in this assembly, because no entry point is as early: many a torch module's base constructor loads
    /// libtorch before a line of its own runs.
    /// </summary>
    [ModuleInitializer]
    internal static void Initialize() => EnsureApplied();

    private static OpenMPTuningResult Apply()
    {
        if (!OperatingSystem.IsLinux() || (AppContext.TryGetSwitch(SwitchName, out bool tune) && !tune))
            return OpenMPTuningResult.Nothing;
        try
        {
            IReadOnlyDictionary<string, string> settings = OpenMPSettings.Choose(
                Environment.GetEnvironmentVariable, Environment.ProcessorCount, ProcessorCores.CountAllowed());
            if (IsLoaded(LibTorch))
                return new OpenMPTuningResult(OpenMPTuningResult.Nothing.Set, Missed: settings);
            return new OpenMPTuningResult(
                Set: settings.Where(setting => SetVariable(setting.Key, setting.Value, overwrite: 0) == 0).ToDictionary(),
                OpenMPTuningResult.Nothing.Missed);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or IOException
            or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return OpenMPTuningResult.Nothing; // Not glibc, or a system that does not tell.
        }
    }

    private static bool IsLoaded(string library)
        => File.ReadLines("/proc/self/maps").Any(line => line.Contains(library, StringComparison.Ordinal));

    // Not Environment.SetEnvironmentVariable, which changes .NET's own copy only.
    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
