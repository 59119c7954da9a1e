using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SimClr.Core.Data.Tiff;

/// <summary>The first directory of a TIFF file (TIFF 6.0, section 2): numbers by tag, read from the file when they are asked for.</summary>
/// <remarks>Nothing is allocated by what the file says, and nothing is read outside of it.</remarks>
internal readonly ref struct TiffDirectory
{
    private const int HeaderBytes = 8;
    private const int EntryBytes = 12;
    private const int MostEntries = 1000;
    private const int InlineBytes = 4;

    private readonly ReadOnlySpan<byte> _memory;
    private readonly SafeFileHandle? _file;
    private readonly int _length;
    private readonly ReadOnlySpan<byte> _entries;

    /// <summary>Of a file in memory.</summary>
    /// <exception cref="InvalidDataException">The file ends before its directory does.</exception>
    public TiffDirectory(ReadOnlySpan<byte> file)
        : this(file, null, file.Length)
    {
    }

    /// <summary>Of a file of which no more is read than is asked for: a directory mostly stands behind the pixels.</summary>
    /// <param name="file">Must be open as long as the directory is used.</param>
    /// <param name="length">Its length.</param>
    /// <exception cref="InvalidDataException">The file ends before its directory does.</exception>
    public TiffDirectory(SafeFileHandle file, int length)
        : this(default, file, length)
    {
    }

    private TiffDirectory(ReadOnlySpan<byte> memory, SafeFileHandle? file, int length)
    {
        (_file, _length) = (file, length);
        _memory = memory;
        ReadOnlySpan<byte> header = length < HeaderBytes ? default : Slice(0, HeaderBytes);
        IsLittleEndian = header.StartsWith("II"u8);
        long start = header.IsEmpty ? 0 : Word(header[4..]);
        if (start < HeaderBytes || start > length - sizeof(ushort))
            throw new InvalidDataException("the header is damaged: there is no directory.");
        int count = Short(Slice(start, sizeof(ushort)));
        // Real ones have two dozen. Each number is looked for among all.
        if (count > MostEntries)
            throw new InvalidDataException($"the header is damaged: its directory has {count} entries.");
        if (count * EntryBytes > length - (int)start - sizeof(ushort))
            throw new InvalidDataException("the header is damaged: the file ends within its directory.");
        _entries = Slice(start + sizeof(ushort), count * EntryBytes);
    }

    /// <summary>Byte order of the directory and of 16-bit samples.</summary>
    public bool IsLittleEndian { get; }

    /// <summary>How many numbers a tag has; 0 if it is not there.</summary>
    public long Count(TiffTag tag) => Find(tag) is { IsEmpty: false } entry ? Word(entry[4..]) : 0;

    /// <summary>The first number of a tag, or what holds if it is not there.</summary>
    public long Number(TiffTag tag, long otherwise) => Count(tag) == 0 ? otherwise : Number(tag, otherwise, 0);

    /// <summary>One number of a tag.</summary>
    /// <exception cref="InvalidDataException">It has fewer, is of a type that makes no sense, or lies outside of the file.</exception>
    public long At(TiffTag tag, long index) => index < Count(tag)
        ? Number(tag, 0, index)
        : throw new InvalidDataException($"the header is damaged: {tag} has {Count(tag)} numbers, but number {index} is needed.");

    /// <summary>A tag's bytes; empty if it is not there.</summary>
    public ReadOnlySpan<byte> Bytes(TiffTag tag) => Count(tag) == 0 ? default : Values(Find(tag), 1, 0, Count(tag));

    private long Number(TiffTag tag, long otherwise, long index)
    {
        ReadOnlySpan<byte> entry = Find(tag);
        int type = Short(entry[2..]);
        int bytes = type switch
        {
            1 or 7 => 1,
            3 => sizeof(ushort),
            4 => sizeof(uint),
            _ => throw new InvalidDataException($"the header is damaged: {tag} is of type {type}."),
        };
        ReadOnlySpan<byte> value = Values(entry, bytes, index, 1);
        return bytes == 1 ? value[0] : bytes == sizeof(ushort) ? Short(value) : Word(value);
    }

    /// <summary>Numbers of an entry, which stand in it if all of them fit, and else where it points to.</summary>
    private ReadOnlySpan<byte> Values(ReadOnlySpan<byte> entry, int bytes, long first, long count)
    {
        if (Word(entry[4..]) * bytes <= InlineBytes)
            return entry.Slice(8 + (int)first * bytes, (int)count * bytes);
        return Slice(Word(entry[8..]) + first * bytes, count * bytes);
    }

    private ReadOnlySpan<byte> Slice(long start, long count)
    {
        if (start + count > _length)
            throw new InvalidDataException("the header is damaged: its numbers lie behind the end of the file.");
        if (_file is null)
            return _memory.Slice((int)start, (int)count);
        byte[] bytes = new byte[count];
        return RandomAccess.Read(_file, bytes, start) == count
            ? bytes
            : throw new InvalidDataException("the file has become shorter.");
    }

    private ReadOnlySpan<byte> Find(TiffTag tag)
    {
        for (int at = 0; at < _entries.Length; at += EntryBytes)
            if (Short(_entries[at..]) == (int)tag)
                return _entries.Slice(at, EntryBytes);
        return default;
    }

    private int Short(ReadOnlySpan<byte> bytes)
        => IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private long Word(ReadOnlySpan<byte> bytes)
        => IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
