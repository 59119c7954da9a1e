using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>Vectors as an array in NumPy's format.</summary>
internal static class NpyVectors
{
    /// <summary>The type that is written.</summary>
    public const string WrittenType = "<f4";

    // Values that are converted at once.
    private const int Piece = 1 << 13;

    /// <summary>Writes float32 [n, D] in C order.</summary>
    public static void Write(Stream stream, EmbeddingSet set)
    {
        new NpyHeader(WrittenType, FortranOrder: false, [set.Count, set.Dimension]).Write(stream);
        for (int index = 0; index < set.Count; index++)
            stream.Write(MemoryMarshal.AsBytes(set.Row(index)));
    }

    /// <summary>Reads an array to its end.</summary>
    /// <returns>The values, [n, D] row by row, and D.</returns>
    /// <exception cref="EmbeddingFileException">The array is damaged, or holds no vectors.</exception>
    public static (float[] Values, int Dimension) Read(LimitedInput input)
    {
        NpyHeader header = NpyHeader.Read(input);
        (int count, int dimension) = Shape(header, input);
        long length = (long)count * dimension;
        if (length > Array.MaxLength)
            throw new EmbeddingFileException($"Expected at most {Array.MaxLength} values in memory, found {length}; Open leaves them in the file.");
        float[] values = new float[length];
        ReadValues(header, input, values);
        return (header.FortranOrder ? Transposed(values, count, dimension) : values, dimension);
    }

    /// <summary>n and D of an array of vectors, whose values are all there.</summary>
    /// <exception cref="EmbeddingFileException">It is none, or values are missing.</exception>
    public static (int Count, int Dimension) Shape(NpyHeader header, LimitedInput input)
    {
        int bytes = BytesOf(header);
        header.RequireDimensions(2, "vectors [n, D], an array");
        if (header.Shape is not [> 0 and <= int.MaxValue, > 0 and <= int.MaxValue])
            throw new EmbeddingFileException($"Expected at least one vector of at least one value, and at most {int.MaxValue}, found the shape ({header.Shape[0]}, {header.Shape[1]}).");
        header.RequireValues(input, bytes);
        return ((int)header.Shape[0], (int)header.Shape[1]);
    }

    private static int BytesOf(NpyHeader header) => header.Type switch
    {
        "<f2" => 2,
        WrittenType => sizeof(float),
        "<f8" => sizeof(double),
        _ => throw header.WrongType("vectors", "'<f4', '<f8' or '<f2'"),
    };

    private static void ReadValues(NpyHeader header, LimitedInput input, Span<float> values)
    {
        int bytes = BytesOf(header);
        byte[] buffer = new byte[Math.Min(Piece, values.Length) * bytes];
        for (int start = 0; start < values.Length; start += Piece)
        {
            Span<float> piece = values[start..Math.Min(values.Length, start + Piece)];
            Span<byte> read = buffer.AsSpan(0, piece.Length * bytes);
            input.ReadExactly(read, "values");
            for (int i = 0; i < piece.Length; i++)
            {
                piece[i] = bytes switch
                {
                    2 => (float)BinaryPrimitives.ReadHalfLittleEndian(read[(i * 2)..]),
                    4 => BinaryPrimitives.ReadSingleLittleEndian(read[(i * 4)..]),
                    _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(read[(i * 8)..]),
                };
            }
        }
    }

    private static float[] Transposed(float[] columns, int count, int dimension)
    {
        float[] rows = new float[columns.Length];
        for (int row = 0; row < count; row++)
            for (int column = 0; column < dimension; column++)
                rows[row * dimension + column] = columns[column * count + row];
        return rows;
    }
}
