namespace SimClr.Core.Numerics.Memory;

/// <summary>
/// Held by whatever allocates and frees the same blocks again and again. When nobody holds one any more, what libtorch has freed goes back
/// to the system.
/// </summary>
/// <remarks>An evaluation inside a training run therefore costs the run none of its memory. Thread-safe.</remarks>
internal sealed class KeptMemory : IDisposable
{
    private static int _holders;

    private bool _disposed;

    private KeptMemory()
    {
    }

    /// <summary>Whether anybody holds one.</summary>
    public static bool IsHeld => Volatile.Read(ref _holders) > 0;

    /// <summary>Tunes the allocator, once a process, and keeps freed memory from now on.</summary>
    /// <param name="wanted">False does nothing.</param>
    /// <returns>Null if it is not wanted.</returns>
    public static KeptMemory? Hold(bool wanted)
    {
        if (!wanted)
            return null;
        AllocatorTuning.EnsureApplied();
        Interlocked.Increment(ref _holders);
        return new KeptMemory();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed && Interlocked.Decrement(ref _holders) == 0)
            TorchAllocator.Heap?.Trim();
        _disposed = true;
    }
}
