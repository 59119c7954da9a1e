using System.Buffers.Binary;
using System.Text;
using SimClr.Core.Embeddings;
using SimClr.Core.Parquet.Thrift;

namespace SimClr.Core.Parquet.Checks;

/// <summary>
/// The footer of a file, checked and written anew with what is needed of it. Parquet.Net believes the types and numbers in a footer, and
/// never comes to an end with some that are damaged.
/// </summary>
internal sealed class ParquetFooter
{
    private const int TailBytes = 8;
    private const int MostBytes = 64 << 20;
    private const int MostColumns = 100_000;
    private const int Deepest = 32;
    private const int MagicBytes = 4;

    private readonly long _most;
    private readonly List<ColumnRange> _ranges = [];

    private ParquetFooter(FileStream file, long mostValues)
    {
        _most = mostValues;
        byte[] stored = Stored(file);
        Start = file.Length - TailBytes - stored.Length;
        ThriftStruct content = new ThriftReader(stored, refusesOthers: false).Read(ParquetShapes.Footer);
        int leaves = CountLeaves(content.List(2));
        content.Number(3, "a number of rows", 0, mostValues);
        foreach (ThriftStruct group in content.List(4).Cast<ThriftStruct>())
            Add(group, leaves);
        Content = ThriftWriter.Write(content, ParquetShapes.Footer);
    }

    /// <summary>Where in the file it begins: pages end before.</summary>
    public long Start { get; }

    /// <summary>The new footer, without its length and the mark behind it.</summary>
    public byte[] Content { get; }

    /// <summary>The pages of the columns that are read.</summary>
    public IReadOnlyList<ColumnRange> Ranges => _ranges;

    /// <summary>Reads and checks a footer.</summary>
    /// <param name="file">Borrowed; its position is changed.</param>
    /// <param name="mostValues">More than this the file cannot hold.</param>
    /// <exception cref="EmbeddingFileException">It is damaged, or promises more than the file can hold.</exception>
    public static ParquetFooter Read(FileStream file, long mostValues) => new(file, mostValues);

    private static byte[] Stored(FileStream file)
    {
        Span<byte> head = stackalloc byte[MagicBytes], tail = stackalloc byte[TailBytes];
        if (file.Length < MagicBytes + TailBytes)
            throw new EmbeddingFileException($"Expected at least {MagicBytes + TailBytes} bytes, found {file.Length}.");
        file.Position = 0;
        file.ReadExactly(head);
        file.Position = file.Length - TailBytes;
        file.ReadExactly(tail);
        if (!head.SequenceEqual("PAR1"u8) || !tail[MagicBytes..].SequenceEqual("PAR1"u8))
            throw new EmbeddingFileException("Expected PAR1 at the start and the end, as of a file that is not encrypted, found something else.");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > file.Length - MagicBytes - TailBytes || length > MostBytes)
            throw new EmbeddingFileException($"Expected a footer of at most {Math.Min(file.Length - MagicBytes - TailBytes, MostBytes)} bytes, found {length}.");
        byte[] stored = new byte[length];
        file.Position = file.Length - TailBytes - length;
        file.ReadExactly(stored);
        return stored;
    }

    // The tree of columns stands in its order; each node says how many children follow.
    private static int CountLeaves(object[] elements)
    {
        Stack<long> open = new();
        int leaves = 0;
        foreach (ThriftStruct element in elements.Cast<ThriftStruct>())
        {
            if (element.Bytes(4) is null)
                throw new EmbeddingFileException("Expected a name for each column, found one without.");
            while (open.TryPeek(out long left) && left == 0)
                open.Pop();
            if (open.TryPop(out long rest))
                open.Push(rest - 1);
            else if (element != elements[0])
                throw new EmbeddingFileException("Expected one tree of columns, found more behind it.");
            long children = element.Number(5) ?? 0;
            if (children < 0 || children > MostColumns || open.Count > Deepest)
                throw new EmbeddingFileException($"Expected columns of at most {MostColumns} children, {Deepest} deep, found {children} at depth {open.Count}.");
            leaves += children == 0 ? 1 : 0;
            open.Push(children);
        }

        return open.Count > 0 && open.All(left => left == 0)
            ? leaves
            : throw new EmbeddingFileException("Expected all columns that the footer announces, found fewer.");
    }

    private void Add(ThriftStruct group, int leaves)
    {
        long rows = group.Number(3, "a number of rows in a group", 1, _most);
        object[] columns = group.List(1);
        if (columns.Length != leaves)
            throw new EmbeddingFileException($"Expected {leaves} columns in a group of rows, found {columns.Length}.");
        foreach (ThriftStruct column in columns.Cast<ThriftStruct>())
        {
            ThriftStruct chunk = column.Struct(3) ?? throw new EmbeddingFileException("Expected metadata of each column, found none.");
            if (chunk.List(3) is not [byte[] name, ..])
                throw new EmbeddingFileException("Expected the path of a column, found none.");
            string text = Encoding.UTF8.GetString(name);
            ParquetCodec codec = (ParquetCodec)chunk.Number(4, $"a codec of the column '{text}'", 0, byte.MaxValue);
            // A row has a value at least, a missing one perhaps.
            long values = chunk.Number(5, $"a number of values of the column '{text}'", rows, _most);
            long start = chunk.Number(9, $"a place of the column '{text}'", MagicBytes, Start);
            chunk.Number(7, $"a length of the column '{text}'", 0, Start);
            // What Parquet.Net takes for none.
            if (chunk.Number(11) is not (null or 0))
                start = Math.Min(start, chunk.Number(11, $"a place of the column '{text}'", MagicBytes, Start));
            if (text is not (ParquetColumns.Path or ParquetColumns.Label or ParquetColumns.Vector))
                continue;
            _ranges.Add(Enum.IsDefined(codec)
                ? new ColumnRange(text, start, values, codec)
                : throw new EmbeddingFileException($"Expected the column '{text}' compressed by {string.Join(", ", Enum.GetNames<ParquetCodec>())}, found the codec {(int)codec}."));
        }
    }
}
