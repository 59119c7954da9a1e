using SimClr.Core.Embeddings;

namespace SimClr.Core.Parquet.Thrift;

/// <summary>Reads structs of the compact protocol. Nothing is read beyond the bytes, and what is allocated is in proportion to them.</summary>
/// <param name="bytes">They may go on behind the struct.</param>
/// <param name="refusesOthers">Whether a field that a shape does not have is an error; else it is left out.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes, bool refusesOthers)
{
    private const int Deepest = 16;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes that were read.</summary>
    public int Position { get; private set; }

    /// <exception cref="EmbeddingFileException">There is no such struct, or it does not end.</exception>
    public ThriftStruct Read(ThriftShape shape) => ReadStruct(shape, 0);

    private ThriftStruct ReadStruct(ThriftShape shape, int depth)
    {
        ThriftStruct values = new();
        int number = 0;
        while (ReadHeader(ref number) is not ThriftType.Stop and var type)
        {
            ThriftField? field = shape.Find(number);
            if (field is null && refusesOthers)
                throw Damage($"the field {number} is not known");
            if (field is null)
                Skip(type, depth);
            else if (!field.Is(type))
                throw Damage($"the field {number} is {type} instead of {field.Type}");
            else
                values.Add(number, type is ThriftType.True or ThriftType.False ? type == ThriftType.True : ReadValue(field.Type, field, depth));
        }

        return values;
    }

    private ThriftType ReadHeader(ref int number)
    {
        byte header = ReadByte();
        if (header == 0)
            return ThriftType.Stop;
        ThriftType type = (ThriftType)(header & 0xF);
        if (type is ThriftType.Stop or > ThriftType.Struct)
            throw Damage($"a field is of the type {(int)type}");
        number = header >> 4 is > 0 and var step ? number + step : (int)ReadNumber(short.MinValue, short.MaxValue);
        return type;
    }

    private object ReadValue(ThriftType type, ThriftField field, int depth) => type switch
    {
        ThriftType.Byte => (long)(sbyte)ReadByte(),
        ThriftType.Int16 => ReadNumber(short.MinValue, short.MaxValue),
        ThriftType.Int32 => ReadNumber(int.MinValue, int.MaxValue),
        ThriftType.Int64 => ReadNumber(long.MinValue, long.MaxValue),
        ThriftType.Binary => Take(ReadLength()).ToArray(),
        ThriftType.Struct => ReadStruct(field.Shape!, Deeper(depth)),
        _ => ReadList(field, depth),
    };

    private object[] ReadList(ThriftField field, int depth)
    {
        (int count, ThriftType element) = ReadListHeader();
        if (element != field.Element)
            throw Damage($"a list holds {element} instead of {field.Element}");
        object[] values = new object[count];
        for (int index = 0; index < count; index++)
            values[index] = ReadValue(element, field, Deeper(depth));
        return values;
    }

    private void Skip(ThriftType type, int depth)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                ReadByte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                ReadVarint(10);
                break;
            case ThriftType.Double:
                Take(sizeof(double));
                break;
            case ThriftType.Binary:
                Take(ReadLength());
                break;
            case ThriftType.List or ThriftType.Set:
                SkipList(Deeper(depth));
                break;
            case ThriftType.Struct:
                int number = 0;
                while (ReadHeader(ref number) is not ThriftType.Stop and var inner)
                    Skip(inner, Deeper(depth));
                break;
            default:
                throw Damage("there is a map, which the format does not use");
        }
    }

    private void SkipList(int depth)
    {
        (int count, ThriftType element) = ReadListHeader();
        for (int index = 0; index < count; index++)
            Skip(element is ThriftType.True or ThriftType.False ? ThriftType.Byte : element, depth);
    }

    // Every element takes a byte at least.
    private (int Count, ThriftType Element) ReadListHeader()
    {
        byte header = ReadByte();
        ulong count = header >> 4 is < 15 and var few ? (ulong)few : ReadVarint(5);
        return count <= (ulong)(_bytes.Length - Position)
            ? ((int)count, (ThriftType)(header & 0xF))
            : throw Damage($"a list should have {count} elements, but {_bytes.Length - Position} bytes follow");
    }

    private int ReadLength()
    {
        ulong length = ReadVarint(5);
        return length <= (ulong)(_bytes.Length - Position)
            ? (int)length
            : throw Damage($"a text should have {length} bytes, but {_bytes.Length - Position} follow");
    }

    private long ReadNumber(long least, long most)
    {
        ulong zigzag = ReadVarint(most == long.MaxValue ? 10 : 5);
        long number = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        return number >= least && number <= most ? number : throw Damage($"a number is {number}, not from {least} to {most}");
    }

    private ulong ReadVarint(int longest)
    {
        ulong value = 0;
        for (int index = 0; index < longest; index++)
        {
            byte part = ReadByte();
            value |= (ulong)(part & 0x7F) << (7 * index);
            if (part < 0x80)
                return value;
        }

        throw Damage($"a number has more than {longest} bytes");
    }

    private byte ReadByte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - Position)
            throw Damage("it ends in the midst of a field");
        Position += count;
        return _bytes.Slice(Position - count, count);
    }

    private int Deeper(int depth) => depth < Deepest ? depth + 1 : throw Damage($"it is more than {Deepest} deep");

    private EmbeddingFileException Damage(string what) => new($"Expected a header of the format, but at its byte {Position} {what}.");
}
