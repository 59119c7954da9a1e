using System.Buffers.Binary;

namespace SimClr.Core.Interop.PyTorch;

/// <summary>The end of a zip archive, which says where its directory is (APPNOTE.TXT 6.3.10, sections 4.3.14 to 4.3.16).</summary>
internal sealed record ZipEnd(ulong Entries, ulong DirectoryLength, ulong DirectoryOffset)
{
    private const int Length = 22;
    private const int LocatorLength = 20;
    private const int Length64 = 56;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>Finds and reads it.</summary>
    /// <exception cref="WeightsException">There is none.</exception>
    public static ZipEnd Read(Stream stream)
    {
        int room = (int)Math.Min(stream.Length, Length + LongestComment + LocatorLength);
        byte[] tail = new byte[room];
        stream.Position = stream.Length - room;
        stream.ReadExactly(tail);
        int at = Find(tail);
        ReadOnlySpan<byte> end = tail.AsSpan(at);
        ZipEnd found = new(
            BinaryPrimitives.ReadUInt16LittleEndian(end[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(end[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
        bool isLarge = found is { Entries: ushort.MaxValue } or { DirectoryLength: uint.MaxValue } or { DirectoryOffset: uint.MaxValue };
        return isLarge && at >= LocatorLength ? Read64(stream, tail.AsSpan(at - LocatorLength)) : found;
    }

    // From the end, so that no signature within the data is taken for it.
    private static int Find(ReadOnlySpan<byte> tail)
    {
        for (int at = tail.Length - Length; at >= 0; at--)
        {
            ReadOnlySpan<byte> candidate = tail[at..];
            if (candidate.StartsWith("PK\x5\x6"u8) && BinaryPrimitives.ReadUInt16LittleEndian(candidate[20..]) == candidate.Length - Length)
                return at;
        }

        throw new WeightsException("the zip archive has no directory at its end, as if the file were cut");
    }

    private static ZipEnd Read64(Stream stream, ReadOnlySpan<byte> locator)
    {
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(locator[8..]);
        if (!locator.StartsWith("PK\x6\x7"u8) || stream.Length < Length64 || offset > (ulong)(stream.Length - Length64))
            throw new WeightsException("the zip archive's directory is not where the archive says");
        byte[] end = new byte[Length64];
        stream.Position = (long)offset;
        stream.ReadExactly(end);
        return end.AsSpan().StartsWith("PK\x6\x6"u8)
            ? new ZipEnd(
                BinaryPrimitives.ReadUInt64LittleEndian(end.AsSpan(32)),
                BinaryPrimitives.ReadUInt64LittleEndian(end.AsSpan(40)),
                BinaryPrimitives.ReadUInt64LittleEndian(end.AsSpan(48)))
            : throw new WeightsException("the zip archive's directory is not where the archive says");
    }
}
