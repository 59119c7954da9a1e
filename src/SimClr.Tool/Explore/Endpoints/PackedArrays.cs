using System.Runtime.InteropServices;

namespace SimClr.Tool.Explore.Endpoints;

/// <summary>Arrays one after the other, little-endian, as typed arrays of a browser read them.</summary>
/// <param name="length">Of all together, in bytes.</param>
internal sealed class PackedArrays(int length)
{
    private int _filled;

    /// <summary>All that was added.</summary>
    public byte[] Content { get; } = new byte[length];

    /// <summary>Appends an array, as it lies in memory: .NET's processors are little-endian, but for one.</summary>
    public void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(Content.AsSpan(_filled));
        _filled += bytes.Length;
    }
}
