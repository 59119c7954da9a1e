using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SimClr.Core.Parquet.Checks;

/// <summary>
/// The length that a frame of Zstandard is decompressed to (RFC 8878, section 3.1.1): Parquet.Net takes memory for what the frame says, and
/// where it says nothing for what its blocks could hold.
/// </summary>
internal static class ZstandardFrame
{
    private const uint Magic = 0xFD2FB528;
    private const int HeaderBytes = 18;
    private const int BlockHeaderBytes = 3;
    private const int ChecksumBytes = 4;
    private const int RunBlock = 1;
    private const long MostBlockBytes = 128 << 10;

    // Encoders end a block early now and then.
    private const int SpareBlocks = 4;

    /// <summary>What is wrong with the one frame of a page; null if nothing is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where the frame begins.</param>
    /// <param name="end">Where it must end.</param>
    /// <param name="expected">What it must be decompressed to.</param>
    public static string? Problem(SafeFileHandle file, long start, long end, long expected)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        RandomAccess.Read(file, header[..(int)Math.Min(HeaderBytes, end - start)], start);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
            return "a page is no frame of Zstandard";
        byte descriptor = header[4];
        bool isSingle = (descriptor & 0x20) != 0;
        int size = 5 + (isSingle ? 0 : 1) + (descriptor & 3) switch { 3 => 4, var few => few };
        ReadOnlySpan<byte> length = header[size..];
        (int lengthBytes, long? content) = (descriptor >> 6) switch
        {
            0 => isSingle ? (1, length[0]) : (0, (long?)null),
            1 => (2, BinaryPrimitives.ReadUInt16LittleEndian(length) + 256),
            2 => (4, BinaryPrimitives.ReadUInt32LittleEndian(length)),
            _ => (8, BinaryPrimitives.ReadInt64LittleEndian(length)),
        };
        if (content is { } found && found != expected)
            return $"a page has {found} bytes, not {expected}";
        long most = content is null ? expected / MostBlockBytes + SpareBlocks : long.MaxValue;
        int behind = (descriptor & 4) != 0 ? ChecksumBytes : 0;
        return EndOf(file, start + size + lengthBytes, end, most) + behind == end ? null : $"a page is not one frame of Zstandard of {expected} bytes";
    }

    // Where the last block ends; -1 if there is none, or there are too many.
    private static long EndOf(SafeFileHandle file, long at, long end, long most)
    {
        Span<byte> header = stackalloc byte[4];
        for (long count = 1; count <= most && at <= end - BlockHeaderBytes; count++)
        {
            header.Clear();
            RandomAccess.Read(file, header[..BlockHeaderBytes], at);
            uint block = BinaryPrimitives.ReadUInt32LittleEndian(header);
            at += BlockHeaderBytes + ((block >> 1 & 3) == RunBlock ? 1 : block >> 3);
            if ((block & 1) != 0)
                return at;
        }

        return -1 - ChecksumBytes;
    }
}
