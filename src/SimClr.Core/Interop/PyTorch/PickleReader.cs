using System.Buffers.Binary;
using System.Text;

namespace SimClr.Core.Interop.PyTorch;

/// <summary>Reads the arguments of a pickle's instructions; every length is compared with what is left before anything is made of it.</summary>
internal sealed class PickleReader(byte[] bytes, int position = 0)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where the next byte is read.</summary>
    public int Position { get; private set; } = position;

    /// <summary>How many bytes there are in all.</summary>
    public int Length => bytes.Length;

    public byte ReadByte() => Take(1)[0];

    public int ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A number of double precision, which pickle writes big-endian.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A signed number of any length: a whole number where it fits, and its bytes where it does not.</summary>
    public object ReadLong(ulong length)
    {
        ReadOnlySpan<byte> digits = Take(length);
        if (digits.Length > sizeof(long))
            return new PickledLong(digits.ToArray());
        // The sign is in the highest bit of the last byte.
        long value = digits is [.., >= 0x80] ? -1 : 0;
        for (int i = digits.Length - 1; i >= 0; i--)
            value = (value << 8) | digits[i];
        return value;
    }

    /// <summary>A text of so many bytes in UTF-8.</summary>
    public string ReadText(ulong length) => Decode(Take(length));

    /// <summary>A text that ends with a line feed, which is taken, too.</summary>
    public string ReadLine()
    {
        int length = bytes.AsSpan(Position).IndexOf((byte)'\n');
        if (length < 0)
            throw new WeightsException($"the pickle ends within a name that begins at byte {Position}");
        string line = Decode(Take((ulong)length));
        Position++;
        return line;
    }

    /// <summary>The bytes of a length that the pickle declares.</summary>
    /// <exception cref="WeightsException">So many do not follow.</exception>
    public ReadOnlySpan<byte> Take(ulong length)
    {
        int left = bytes.Length - Position;
        if (length > (ulong)left)
            throw new WeightsException($"the pickle asks for {length} bytes at byte {Position}, but only {left} follow");
        ReadOnlySpan<byte> taken = bytes.AsSpan(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    private string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException exception)
        {
            throw new WeightsException($"the text that ends before byte {Position} of the pickle is not UTF-8", exception);
        }
    }
}
