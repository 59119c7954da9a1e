using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace SimClr.Core.Interop.PyTorch;

/// <summary>The records of a zip archive whose data lie side by side, uncompressed, as torch writes them.</summary>
/// <remarks>
/// .NET's own reader does not show where data lie, so two records could share them, and a small file be many times its size in memory.
/// </remarks>
internal sealed class ZipDirectory
{
    private const int MaximumLength = 64 << 20;
    private const int EntryLength = 46;
    private const int HeaderLength = 30;

    private readonly Dictionary<string, ZipRecord> _records = [];
    private readonly Stream _stream;

    private ZipDirectory(Stream stream) => _stream = stream;

    /// <summary>The records by their names.</summary>
    public IReadOnlyDictionary<string, ZipRecord> Records => _records;

    /// <summary>Reads the directory; the stream is borrowed.</summary>
    /// <exception cref="WeightsException">The archive is damaged, or two records overlap.</exception>
    public static ZipDirectory Read(Stream stream)
    {
        ZipEnd end = ZipEnd.Read(stream);
        ulong most = (ulong)Math.Min(stream.Length, MaximumLength);
        if (end.DirectoryLength > most || end.DirectoryOffset > (ulong)stream.Length - end.DirectoryLength)
            throw new WeightsException($"the zip archive's directory has {end.DirectoryLength} bytes at {end.DirectoryOffset}, beyond the file or too many");
        byte[] bytes = new byte[end.DirectoryLength];
        stream.Position = (long)end.DirectoryOffset;
        stream.ReadExactly(bytes);
        ZipDirectory directory = new(stream);
        directory.Add(bytes, (long)end.DirectoryOffset);
        return (ulong)directory._records.Count == end.Entries
            ? directory
            : throw new WeightsException($"the zip archive is said to have {end.Entries} files, but its directory has {directory._records.Count}");
    }

    /// <summary>Where a record's data begin.</summary>
    /// <exception cref="WeightsException">They are compressed, or reach into what follows.</exception>
    public long DataOf(ZipRecord record)
    {
        if (!record.IsStored)
            throw new WeightsException($"'{record.Name}' in the zip archive is compressed or encrypted, which torch does not do");
        byte[] header = new byte[HeaderLength];
        _stream.Position = record.HeaderOffset;
        _stream.ReadExactly(header);
        long data = record.HeaderOffset + HeaderLength
            + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        return header.AsSpan().StartsWith("PK\x3\x4"u8) && data <= record.Limit - record.Length
            ? data
            : throw new WeightsException($"'{record.Name}' in the zip archive does not lie where the directory says");
    }

    /// <summary>A record's whole content.</summary>
    /// <param name="record">The record.</param>
    /// <param name="most">The longest that is read.</param>
    /// <exception cref="WeightsException">It is longer, or damaged.</exception>
    public byte[] Content(ZipRecord record, int most)
    {
        if (record.Length > most)
            throw new WeightsException($"'{record.Name}' in the zip archive has {record.Length} bytes; at most {most} are read");
        _stream.Position = DataOf(record);
        byte[] content = new byte[record.Length];
        _stream.ReadExactly(content);
        Crc32 checksum = new();
        checksum.Append(content);
        record.Check(checksum);
        return content;
    }

    private void Add(ReadOnlySpan<byte> entries, long directoryOffset)
    {
        List<ZipRecord> records = [];
        while (!entries.IsEmpty)
        {
            if (entries.Length < EntryLength || !entries.StartsWith("PK\x1\x2"u8))
                throw new WeightsException("the zip archive's directory is damaged");
            int name = BinaryPrimitives.ReadUInt16LittleEndian(entries[28..]);
            int extra = BinaryPrimitives.ReadUInt16LittleEndian(entries[30..]);
            int length = EntryLength + name + extra + BinaryPrimitives.ReadUInt16LittleEndian(entries[32..]);
            if (length > entries.Length)
                throw new WeightsException("the zip archive's directory ends within a name");
            records.Add(ReadEntry(entries[..EntryLength], entries.Slice(EntryLength, name), entries.Slice(EntryLength + name, extra)));
            entries = entries[length..];
        }

        records.Sort((one, other) => one.HeaderOffset.CompareTo(other.HeaderOffset));
        for (int i = 0; i < records.Count; i++)
        {
            ZipRecord record = records[i] with { Limit = i + 1 < records.Count ? records[i + 1].HeaderOffset : directoryOffset };
            // What is compressed is longer than its place; it is not read.
            if (record.HeaderOffset > record.Limit - HeaderLength
                || (record.IsStored && record.Length > record.Limit - HeaderLength - record.HeaderOffset))
                throw new WeightsException($"'{record.Name}' in the zip archive overlaps what follows it");
            if (!_records.TryAdd(record.Name, record))
                throw new WeightsException($"'{record.Name}' is in the zip archive twice");
        }
    }

    private static ZipRecord ReadEntry(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra)
    {
        bool isEncrypted = (entry[8] & 1) != 0;
        ushort method = BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]);
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]);
        ulong packed = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
        ulong length = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]);
        ulong offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        ReadOnlySpan<byte> large = LargeFields(extra);
        length = Widen(length, ref large);
        packed = Widen(packed, ref large);
        offset = Widen(offset, ref large);
        string text = Encoding.UTF8.GetString(name);
        return length <= long.MaxValue && offset <= long.MaxValue
            ? new ZipRecord(text, (long)offset, (long)length, checksum, method == 0 && !isEncrypted && packed == length)
            : throw new WeightsException($"'{text}' in the zip archive has a size or place of more than 63 bits");
    }

    // The extra field of zip64 holds, in this order, only what is 0xffffffff in the entry (section 4.5.3).
    private static ulong Widen(ulong value, ref ReadOnlySpan<byte> large)
    {
        if (value != uint.MaxValue || large.Length < sizeof(ulong))
            return value;
        value = BinaryPrimitives.ReadUInt64LittleEndian(large);
        large = large[sizeof(ulong)..];
        return value;
    }

    private static ReadOnlySpan<byte> LargeFields(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
                return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }

        return [];
    }
}
