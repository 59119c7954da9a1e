using System.Buffers.Binary;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>Labels as an array in NumPy's format; -1 means none.</summary>
internal static class NpyLabels
{
    private const int None = -1;

    /// <summary>Writes int32 [n].</summary>
    public static void Write(Stream stream, EmbeddingSet set)
    {
        new NpyHeader("<i4", FortranOrder: false, [set.Count]).Write(stream);
        byte[] bytes = new byte[sizeof(int)];
        for (int index = 0; index < set.Count; index++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, set.GetLabel(index) ?? None);
            stream.Write(bytes);
        }
    }

    /// <summary>Reads whole numbers of any length to the array's end.</summary>
    /// <exception cref="EmbeddingFileException">The array is damaged, or holds no labels.</exception>
    public static int?[] Read(LimitedInput input)
    {
        NpyHeader header = NpyHeader.Read(input);
        int bytes = header.Type switch
        {
            "|i1" or "|u1" => 1,
            "<i2" or "<u2" => 2,
            "<i4" or "<u4" => 4,
            "<i8" or "<u8" => 8,
            _ => throw header.WrongType("labels", "'<i4' or of other little-endian whole numbers"),
        };
        header.RequireDimensions(1, "labels [n], an array");
        header.RequireValues(input, bytes);
        bool signed = header.Type[1] == 'i';
        int?[] labels = new int?[header.Shape[0]];
        byte[] value = new byte[sizeof(long)];
        for (int i = 0; i < labels.Length; i++)
        {
            Span<byte> read = value.AsSpan(0, bytes);
            input.ReadExactly(read, "labels");
            value.AsSpan(bytes).Fill(signed && (sbyte)read[^1] < 0 ? byte.MaxValue : (byte)0);
            Int128 label = signed ? BinaryPrimitives.ReadInt64LittleEndian(value) : BinaryPrimitives.ReadUInt64LittleEndian(value);
            if (label < None || label > int.MaxValue)
                throw new EmbeddingFileException($"Expected labels from 0 to {int.MaxValue}, or {None} for none, found {label} for image {i}.");
            labels[i] = label == None ? null : (int)label;
        }

        return labels;
    }
}
