using System.Runtime.InteropServices;

namespace SimClr.Core.Numerics;

/// <summary>Zeros in native memory, aligned to a cache line.</summary>
internal sealed unsafe class NativeFloats : IDisposable
{
    private const int CacheLine = 64;

    public NativeFloats(long length)
    {
        nuint bytes = checked((nuint)length * sizeof(float));
        Values = (float*)NativeMemory.AlignedAlloc(bytes, CacheLine);
        NativeMemory.Clear(Values, bytes);
    }

    public float* Values { get; private set; }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Values);
        Values = null;
    }
}
