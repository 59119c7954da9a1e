using System;
using System.Text;

namespace SimClr.Core.Build;

/// <summary>Little-endian reads from a file's bytes; a read beyond its end is an <see cref="ElfFormatException"/>, never a crash.</summary>
internal sealed class ElfReader
{
    private readonly byte[] _bytes;

    public ElfReader(byte[] bytes) => _bytes = bytes;

    /// <summary>Length of the file in bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>Reads one byte.</summary>
    public byte UInt8(long offset)
    {
        RequireInside(offset, sizeof(byte));
        return _bytes[offset];
    }

    /// <summary>Reads two bytes.</summary>
    public ushort UInt16(long offset)
    {
        RequireInside(offset, sizeof(ushort));
        return (ushort)(_bytes[offset] | _bytes[offset + 1] << 8);
    }

    /// <summary>Reads four bytes.</summary>
    public uint UInt32(long offset) => UInt16(offset) | (uint)UInt16(offset + 2) << 16;

    /// <summary>Reads eight bytes.</summary>
    public ulong UInt64(long offset) => UInt32(offset) | (ulong)UInt32(offset + 4) << 32;

    /// <summary>Reads the zero-terminated ASCII string that begins at <paramref name="offset"/> of a string table.</summary>
    public string Text(ElfSection strings, long offset)
    {
        if (offset >= strings.Size)
            throw new ElfFormatException($"a name in its tables, at {offset}, lies outside its string table of {strings.Size} bytes");
        int start = strings.Offset + (int)offset;
        int end = Array.IndexOf(_bytes, (byte)0, start, strings.End - start);
        return end >= 0
            ? Encoding.ASCII.GetString(_bytes, start, end - start)
            : throw new ElfFormatException("a name in its string table does not end");
    }

    private void RequireInside(long offset, int length)
    {
        if (offset < 0 || offset > _bytes.Length - length)
            throw new ElfFormatException($"its tables reach beyond its end at {_bytes.Length} bytes");
    }
}
