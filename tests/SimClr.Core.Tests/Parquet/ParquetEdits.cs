using System.Buffers.Binary;
using SimClr.Core.Parquet.Checks;
using SimClr.Core.Parquet.Thrift;

namespace SimClr.Core.Tests.Parquet;

/// <summary>Files with other numbers in a footer that is sound otherwise, as an attacker would write them.</summary>
internal static class ParquetEdits
{
    private const int TailBytes = 8;

    /// <summary>The places of all numbers in a footer, such as 4/0/1/2/3/9: field 4, its first element, and so on.</summary>
    public static List<string> Places(byte[] file)
    {
        List<string> places = [];
        Edit(file, (place, number) =>
        {
            places.Add(place);
            return number;
        });
        return places;
    }

    /// <summary>The file with a number replaced.</summary>
    public static byte[] With(byte[] file, string where, long value) => Edit(file, (place, number) => place == where ? value : number);

    /// <summary>The file with its numbers replaced, each by what a function gives for its place.</summary>
    public static byte[] Edit(byte[] file, Func<string, long, long> change)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - TailBytes));
        int start = file.Length - TailBytes - length;
        ThriftStruct footer = new ThriftReader(file.AsSpan(start, length), refusesOthers: false).Read(ParquetShapes.Footer);
        byte[] changed = ThriftWriter.Write(Edited(footer, "", change), ParquetShapes.Footer);
        byte[] tail = new byte[TailBytes];
        BinaryPrimitives.WriteInt32LittleEndian(tail, changed.Length);
        "PAR1"u8.CopyTo(tail.AsSpan(4));
        return [.. file[..start], .. changed, .. tail];
    }

    private static ThriftStruct Edited(ThriftStruct values, string path, Func<string, long, long> change)
    {
        ThriftStruct edited = new();
        foreach ((int number, object value) in values.Fields)
            edited.Add(number, Edited(value, path + number, change));
        return edited;
    }

    private static object Edited(object value, string path, Func<string, long, long> change) => value switch
    {
        long number => change(path, number),
        ThriftStruct inner => Edited(inner, path + "/", change),
        object[] list => list.Select((element, index) => Edited(element, $"{path}/{index}", change)).ToArray(),
        _ => value,
    };
}
