namespace SimClr.Core.Parquet.Thrift;

/// <summary>Writes structs of the compact protocol.</summary>
internal sealed class ThriftWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>A struct's bytes.</summary>
    /// <param name="values">Of the shape.</param>
    /// <param name="shape">Has all of its fields.</param>
    public static byte[] Write(ThriftStruct values, ThriftShape shape)
    {
        ThriftWriter writer = new();
        writer.WriteStruct(values, shape);
        return [.. writer._bytes];
    }

    private void WriteStruct(ThriftStruct values, ThriftShape shape)
    {
        foreach ((int number, object value) in values.Fields)
        {
            ThriftField field = shape.Find(number)!;
            _bytes.Add((byte)(value is false ? ThriftType.False : field.Type));
            WriteNumber(number);
            if (value is not bool)
                WriteValue(value, field);
        }

        _bytes.Add((byte)ThriftType.Stop);
    }

    private void WriteValue(object value, ThriftField field)
    {
        switch (value)
        {
            case long number when field.Type == ThriftType.Byte:
                _bytes.Add((byte)number);
                break;
            case long number:
                WriteNumber(number);
                break;
            case byte[] bytes:
                WriteVarint((ulong)bytes.Length);
                _bytes.AddRange(bytes);
                break;
            case ThriftStruct inner:
                WriteStruct(inner, field.Shape!);
                break;
            case object[] list:
                _bytes.Add((byte)(0xF0 | (byte)field.Element));
                WriteVarint((ulong)list.Length);
                foreach (object element in list)
                    WriteValue(element, field);
                break;
        }
    }

    private void WriteNumber(long number) => WriteVarint((ulong)(number << 1 ^ number >> 63));

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
