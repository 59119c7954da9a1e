using System.Runtime.InteropServices;

namespace SimClr.Core.Numerics;

/// <summary>
/// Keeps glibc's allocator from giving large blocks back to the system after each use: a training step allocates and frees the same
/// activations again and again, and fresh pages cost a page fault each.
/// </summary>
internal static class AllocatorTuning
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int TopPad = -2; // M_TOP_PAD
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD
    private const int TopPadBytes = 64 << 20;
    private const int MmapThresholdBytes = 1 << 30;

    private static readonly Lazy<bool> Applied = new(Apply);

    /// <summary>Applies the setting once a process; it cannot be taken back.</summary>
    /// <returns>True where the C library is glibc and took the settings.</returns>
    public static bool EnsureApplied() => Applied.Value;

    private static bool Apply()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return SetOption(MmapThreshold, MmapThresholdBytes) == 1
                && SetOption(TrimThreshold, int.MaxValue) == 1
                && SetOption(TopPad, TopPadBytes) == 1;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // Not glibc.
        }
    }

    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
