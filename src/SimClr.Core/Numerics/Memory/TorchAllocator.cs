using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace SimClr.Core.Numerics.Memory;

/// <summary>
/// Gives libtorch its large blocks on the CPU from a heap of the library's own. glibc's leaves holes a few bytes too small for the next
/// block of the same size, so that a training step holds two to three times what it needs (docs/decisions/0010-memory-of-a-step.md).
/// </summary>
internal static unsafe class TorchAllocator
{
    /// <summary>Smaller blocks are glibc's: they are many, and whole pages would waste too much of them.</summary>
    public const int Threshold = 64 << 10;

    private const long AddressSpace = 1L << 40;
    private const byte TestValue = 7;

    // Written once, before libtorch can call, and never again.
    private static BlockHeap? _heap;
    private static DefaultAllocator? _fallback;
    private static AllocatorThunks? _thunks;

    /// <summary>The heap, or null as long as libtorch does not use it.</summary>
    public static BlockHeap? Heap { get; private set; }

    /// <summary>Installs the allocator for the whole process. To be called once.</summary>
    /// <returns>True if libtorch uses it now. False if anything is not exactly as expected: then libtorch's own stays.</returns>
    public static bool TryInstall()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || MayBeUnloaded())
            return false;
        torch.empty(1, device: torch.CPU).Dispose(); // Loads libtorch.
        if (DefaultAllocator.TryFind() is not { IsCurrent: true } fallback || AddressRange.TryReserve(AddressSpace) is not { } range)
            return false;
        (_heap, _fallback) = (new BlockHeap(range), fallback);
        if (AllocatorThunks.TryCreate(fallback, range, &Allocate, &Release) is not { } thunks)
            return false;
        _thunks = thunks;
        nint allocator = fallback.CreateVariant(thunks.Allocate, thunks.RawDeleter);
        thunks.Open(Threshold);
        fallback.ReplaceBy(allocator);
        if (fallback.Current != allocator || !ServesTensors(_heap))
        {
            thunks.Close();
            fallback.Restore();
            return false;
        }

        // Static objects of native libraries free their tensors when the runtime has ended already.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => thunks.CutOff();
        Heap = _heap;
        return true;
    }

    private static bool MayBeUnloaded()
        => AssemblyLoadContext.GetLoadContext(typeof(TorchAllocator).Assembly) is { IsCollectible: true };

    private static bool ServesTensors(BlockHeap heap)
    {
        long releases = heap.Releases;
        using (torch.Tensor tensor = torch.full(Threshold, Scalars.Of(TestValue), torch.uint8, torch.CPU))
        {
            fixed (byte* data = tensor.bytes)
            {
                if (!heap.Contains((nint)data) || new ReadOnlySpan<byte>(data, Threshold).ContainsAnyExcept(TestValue))
                    return false;
            }
        }

        return heap.Releases > releases;
    }

    [UnmanagedCallersOnly]
    private static nint* Allocate(nint* result, nint self, nuint bytes)
    {
        nint block;
        try
        {
            block = _heap!.TryAllocate(bytes);
        }
        catch (OutOfMemoryException)
        {
            return null; // The heap's own lists could not grow.
        }

        if (block == 0)
            return null;
        _fallback!.Write(result, block, _thunks!.Release);
        return result;
    }

    // An exception here ends the process, as glibc ends it when a block is freed twice.
    [UnmanagedCallersOnly]
    private static void Release(nint block) => _heap!.Release(block);
}
