using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>What precedes the values of an array in NumPy's format.</summary>
/// <param name="Type">As NumPy names it: <c>&lt;f4</c> is a little-endian float of four bytes.</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">The length along each dimension; none for a single value.</param>
internal sealed record NpyHeader(string Type, bool FortranOrder, long[] Shape)
{
    private const int Alignment = 64;

    // Version 1.0 allows no more, and no array that is read here needs as much.
    private const int MaximumLength = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    private string ShapeText => $"({string.Join(", ", Shape)}{(Shape.Length == 1 ? "," : "")})";

    /// <exception cref="EmbeddingFileException">There is no header.</exception>
    public static NpyHeader Read(LimitedInput input)
    {
        byte[] start = new byte[Magic.Length + 2];
        input.ReadExactly(start, "NumPy's mark");
        if (!start.AsSpan().StartsWith(Magic))
            throw new EmbeddingFileException("Expected an array in NumPy's format, but the content does not begin with its mark, \\x93NUMPY.");
        (byte major, byte minor) = (start[^2], start[^1]);
        if (major is < 1 or > 3 || minor != 0)
            throw new EmbeddingFileException($"Expected version 1.0, 2.0 or 3.0 of NumPy's format, found {major}.{minor}.");
        byte[] size = new byte[major == 1 ? sizeof(ushort) : sizeof(uint)];
        input.ReadExactly(size, "the header's length");
        uint length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MaximumLength || length > input.Remaining)
        {
            throw new EmbeddingFileException(
                $"The header is said to have {length} bytes, but {input.Remaining} follow, and at most {MaximumLength} may be.");
        }

        byte[] header = new byte[length];
        input.ReadExactly(header, "the header");
        return new NpyHeaderParser((major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header)).Parse();
    }

    /// <summary>Writes version 1.0; the values follow at a multiple of 64 bytes.</summary>
    public void Write(Stream stream)
    {
        string text = $"{{'descr': '{Type}', 'fortran_order': {(FortranOrder ? "True" : "False")}, 'shape': {ShapeText}, }}";
        int before = Magic.Length + 2 + sizeof(ushort);
        int length = (before + text.Length + 1 + Alignment - 1) / Alignment * Alignment - before;
        byte[] bytes = new byte[before + length];
        Magic.CopyTo(bytes);
        bytes[Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(before - sizeof(ushort)), (ushort)length);
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + '\n', bytes.AsSpan(before));
        stream.Write(bytes);
    }

    /// <summary>Checks the number of dimensions.</summary>
    /// <exception cref="EmbeddingFileException">The array has another.</exception>
    public void RequireDimensions(int expected, string what)
    {
        if (Shape.Length != expected)
            throw new EmbeddingFileException($"Expected {what} of {expected} dimensions, found the shape {ShapeText}.");
    }

    /// <summary>Checks that exactly the values follow that the header promises, before memory is taken for them.</summary>
    /// <param name="input">Behind the header.</param>
    /// <param name="bytes">Of one value.</param>
    /// <exception cref="EmbeddingFileException">There are fewer, or more.</exception>
    public void RequireValues(LimitedInput input, int bytes)
    {
        BigInteger expected = Shape.Aggregate((BigInteger)bytes, (product, length) => product * length);
        if (expected != input.Remaining)
            throw new EmbeddingFileException($"Values of the type '{Type}' and the shape {ShapeText} take {expected} bytes, but {input.Remaining} follow the header.");
    }

    /// <summary>The error for a type that is not read.</summary>
    public EmbeddingFileException WrongType(string what, string expected)
    {
        string found = Type switch
        {
            [_, 'O', ..] => "pickled Python objects, which can run code when they are read; save an array of numbers or text instead",
            ['>', ..] => $"'{Type}', which is big-endian; save array.astype('<{Type[1..]}') instead",
            _ => $"'{Type}'",
        };
        return new EmbeddingFileException($"Expected {what} of the type {expected}, found {found}.");
    }
}
