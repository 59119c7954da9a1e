using Microsoft.Win32.SafeHandles;
using SimClr.Core.Embeddings;
using SimClr.Core.Parquet.Thrift;

namespace SimClr.Core.Parquet.Checks;

/// <summary>Walks the headers of pages, and compares what they promise with the file, before Parquet.Net takes memory for it.</summary>
/// <param name="file">The file.</param>
/// <param name="end">Where its pages end.</param>
/// <param name="mostBytes">More than this all pages together cannot have, decompressed.</param>
internal sealed class ParquetPages(SafeFileHandle file, long end, long mostBytes)
{
    private const int LongestHeader = 1 << 16;
    private const int DataPage = 0;
    private const int DictionaryPage = 2;
    private const int DataPage2 = 3;
    private const int Plain = 0;
    private const int PlainDictionary = 2;
    private const int RunLength = 3;
    private const int RunLengthDictionary = 8;
    private const int ByteStreamSplit = 9;

    private readonly byte[] _buffer = new byte[LongestHeader];
    private long _bytes;

    /// <summary>Checks all pages.</summary>
    /// <param name="ranges">Where they are.</param>
    /// <returns>From where to where there are pages, in order.</returns>
    /// <exception cref="EmbeddingFileException">A page is damaged, reaches out of its place, or promises too much.</exception>
    public IReadOnlyList<(long Start, long End)> Check(IEnumerable<ColumnRange> ranges)
    {
        List<(long, long)> places = [];
        long covered = 0;
        foreach (ColumnRange range in ranges.OrderBy(range => range.Start))
        {
            if (range.Start < covered)
                throw Damage(range, range.Start, "it overlaps another column");
            covered = Check(range);
            places.Add((range.Start, covered));
        }

        return places;
    }

    private long Check(ColumnRange range)
    {
        long at = range.Start, values = 0;
        bool isFirst = true;
        while (values < range.Values)
        {
            Span<byte> header = _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, end - at));
            header = header[..RandomAccess.Read(file, header, at)];
            ThriftReader reader = new(header, refusesOthers: true);
            ThriftStruct page = reader.Read(ParquetShapes.PageHeader);
            CheckLengths(page, range, at);
            (long found, long levels) = ValuesOf(page, range, at, isFirst);
            if (found > range.Values - values)
                throw Damage(range, at, $"its pages have {values + found} values, not {range.Values}");
            values += found;
            isFirst = false;
            long body = at + reader.Position;
            at = body + page.Number(3)!.Value;
            if (at > end)
                throw Damage(range, body, "a page reaches beyond its place");
            CheckCompression(page, levels, range, body);
        }

        return at;
    }

    private void CheckLengths(ThriftStruct page, ColumnRange range, long at)
    {
        long stored = page.Number(3, "a page's length", 0, end - at);
        _bytes += range.Codec != ParquetCodec.None
            ? page.Number(2, "a page's decompressed length", 0, int.MaxValue)
            : page.Number(2, "a page's length without compression", stored, stored);
        if (_bytes > mostBytes)
            throw Damage(range, at, $"pages have more than {mostBytes} bytes, which a file of this length cannot hold");
    }

    // The values of a page, and the length of levels that stand before them and are not compressed.
    private static (long Values, long Levels) ValuesOf(ThriftStruct page, ColumnRange range, long at, bool isFirst)
    {
        switch (page.Number(1))
        {
            case DictionaryPage when isFirst && page.Struct(7) is { } dictionary:
                // None of the kinds that are read takes less than a byte.
                dictionary.Number(1, "a number of values in a dictionary", 0, page.Number(2)!.Value);
                CheckEncoding(dictionary.Number(2), range, at);
                return (0, 0);
            case DataPage when page.Struct(5) is { } data:
                CheckEncoding(data.Number(2), range, at);
                return (data.Number(1, "a number of values in a page", 0, int.MaxValue), 0);
            case DataPage2 when page.Struct(8) is { } data:
                CheckEncoding(data.Number(4), range, at);
                long stored = page.Number(3)!.Value;
                long definitions = data.Number(5, "a length of definition levels", 0, stored);
                long repetitions = data.Number(6, "a length of repetition levels", 0, stored - definitions);
                return (data.Number(1, "a number of values in a page", 0, int.MaxValue), definitions + repetitions);
            default:
                throw Damage(range, at, $"there is a page of the type {(object?)page.Number(1) ?? "none"} where it has no place, or without its header");
        }
    }

    // Delta encodings have lengths of their own, behind the compression, for which Parquet.Net takes any memory.
    private static void CheckEncoding(long? encoding, ColumnRange range, long at)
    {
        if (encoding is not (Plain or PlainDictionary or RunLength or RunLengthDictionary or ByteStreamSplit))
        {
            throw Damage(
                range, at, $"a page is of the encoding {(object?)encoding ?? "none"}, which is not read; plain (0), with a dictionary (2, 8), in runs (3) "
                + "and split by bytes (9) are, and not the delta encodings (5, 6, 7)");
        }
    }

    // Parquet.Net takes memory for the lengths that Snappy and Zstandard store themselves.
    private void CheckCompression(ThriftStruct page, long levels, ColumnRange range, long at)
    {
        (long stored, long full) = (page.Number(3)!.Value - levels, page.Number(2)!.Value - levels);
        if (stored == 0 || page.Struct(8)?.Flag(7) == false)
            return;
        at += levels;
        string? problem = range.Codec switch
        {
            ParquetCodec.Snappy when SnappyLength(at) is var length && length != full => $"a page has {length} bytes, not {full}",
            ParquetCodec.Zstandard => ZstandardFrame.Problem(file, at, at + stored, full),
            _ => null,
        };
        if (problem is not null)
            throw Damage(range, at, problem);
    }

    // In groups of seven bits.
    private long SnappyLength(long at)
    {
        Span<byte> start = stackalloc byte[5];
        start = start[..RandomAccess.Read(file, start, at)];
        long length = 0;
        for (int index = 0; index < start.Length; index++)
        {
            length |= (long)(start[index] & 0x7F) << (7 * index);
            if (start[index] < 0x80)
                break;
        }

        return length;
    }

    private static EmbeddingFileException Damage(ColumnRange range, long at, string what)
        => new($"The column '{range.Column}' cannot be read: at byte {at} {what}.");
}
