using System.Buffers.Binary;

namespace SimClr.Core.Data.Tiff;

/// <summary>The first directory of a TIFF file (TIFF 6.0, section 2): numbers by tag, read from the file when they are asked for.</summary>
/// <remarks>Nothing is allocated by what the file says, and nothing is read outside of it.</remarks>
internal readonly ref struct TiffDirectory
{
    private const int HeaderBytes = 8;
    private const int EntryBytes = 12;
    private const int MostEntries = 1000;
    private const int InlineBytes = 4;

    private readonly ReadOnlySpan<byte> _file;
    private readonly ReadOnlySpan<byte> _entries;

    /// <exception cref="InvalidDataException">The file ends before its directory does.</exception>
    public TiffDirectory(ReadOnlySpan<byte> file)
    {
        _file = file;
        IsLittleEndian = file.StartsWith("II"u8);
        long start = file.Length < HeaderBytes ? 0 : Word(file[4..]);
        if (start < HeaderBytes || start > file.Length - sizeof(ushort))
            throw new InvalidDataException("the header is damaged: there is no directory.");
        int count = Short(file[(int)start..]);
        // Real ones have two dozen. Each number is looked for among all.
        if (count > MostEntries)
            throw new InvalidDataException($"the header is damaged: its directory has {count} entries.");
        if (count * EntryBytes > file.Length - (int)start - sizeof(ushort))
            throw new InvalidDataException("the header is damaged: the file ends within its directory.");
        _entries = file.Slice((int)start + sizeof(ushort), count * EntryBytes);
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
    public ReadOnlySpan<byte> Bytes(TiffTag tag) => Count(tag) == 0 ? default : Values(Find(tag), 1, Count(tag));

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
        ReadOnlySpan<byte> value = Values(entry, bytes, index + 1)[(int)(index * bytes)..];
        return bytes == 1 ? value[0] : bytes == sizeof(ushort) ? Short(value) : Word(value);
    }

    /// <summary>The first numbers of an entry, which stand in it if all of them fit, and else where it points to.</summary>
    private ReadOnlySpan<byte> Values(ReadOnlySpan<byte> entry, int bytes, long needed)
    {
        if (Word(entry[4..]) * bytes <= InlineBytes)
            return entry.Slice(8, (int)needed * bytes);
        long start = Word(entry[8..]);
        return start + needed * bytes <= _file.Length
            ? _file.Slice((int)start, (int)needed * bytes)
            : throw new InvalidDataException("the header is damaged: its numbers lie behind the end of the file.");
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
