using System.Runtime.InteropServices;

namespace SimClr.Core.Mpi.Exchanges;

/// <summary>Memory that MPI may write to while no managed code runs.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const int Alignment = 64;

    private void* _start;

    /// <summary>Allocates memory that is not cleared.</summary>
    public NativeBuffer(long bytes) => _start = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), Alignment);

    public nint Start => (nint)_start;

    /// <summary>Copies memory, of any size.</summary>
    public static void Copy(nint source, nint target, long bytes) => Buffer.MemoryCopy((void*)source, (void*)target, bytes, bytes);

    // Without a finalizer: after a failure MPI may still write to it.
    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
