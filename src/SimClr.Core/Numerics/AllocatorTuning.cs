using SimClr.Core.Numerics.Memory;

namespace SimClr.Core.Numerics;

/// <summary>
/// Keeps large blocks from going back to the system after each use: a training step allocates and frees the same activations again and
/// again, and fresh pages cost a page fault each.
/// </summary>
internal static class AllocatorTuning
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int TopPad = -2; // M_TOP_PAD
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD
    private const int TopPadBytes = 64 << 20;
    private const int MmapThresholdBytes = 1 << 30;

    private static readonly Lazy<string> Applied = new(Apply);

    /// <summary>What was done, for logs.</summary>
    public static string Description => Applied.Value;

    /// <summary>Applies the tuning once a process; it cannot be taken back.</summary>
    public static void EnsureApplied() => _ = Applied.Value;

    private static string Apply()
    {
        if (!OperatingSystem.IsLinux())
            return "libtorch's allocator is used as it is";
        try
        {
            if (TorchAllocator.TryInstall())
                return "libtorch's large blocks come from a heap that keeps them";
            // What glibc keeps is fragmented, but spares the page faults all the same.
            return SetOption(MmapThreshold, MmapThresholdBytes) == 1
                && SetOption(TrimThreshold, int.MaxValue) == 1
                && SetOption(TopPad, TopPadBytes) == 1
                ? "libtorch's allocator could not be replaced; glibc keeps freed memory"
                : "glibc did not take the settings";
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return "the C library is not glibc; its allocator is used as it is";
        }
    }

    private static int SetOption(int option, int value) => SystemCalls.SetMallocOption(option, value);
}
