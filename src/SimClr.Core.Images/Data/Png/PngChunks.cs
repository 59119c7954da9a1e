using System.Buffers.Binary;

namespace SimClr.Core.Data.Png;

/// <summary>Walks over the chunks of a PNG file.</summary>
internal static class PngChunks
{
    /// <summary>Where the data of the first chunk begin, the header.</summary>
    public const int FirstData = Signature + Head;

    private const int Signature = 8;
    private const int Head = 8;
    private const int Checksum = 4;

    /// <summary>The compressed pixels, of all chunks that have some.</summary>
    /// <exception cref="InvalidDataException">A chunk of them is cut off, or its checksum is wrong.</exception>
    public static MemoryStream ImageData(ReadOnlySpan<byte> png)
    {
        MemoryStream data = new();
        for (int at = Signature; Next(png, at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> content) is { } next; at = next)
        {
            if (name.SequenceEqual("IEND"u8))
                break;
            if (!name.SequenceEqual("IDAT"u8) && !name.SequenceEqual("IHDR"u8))
                continue;
            uint expected = BinaryPrimitives.ReadUInt32BigEndian(png[(next - Checksum)..]);
            if (Crc32(png[(at + sizeof(uint))..(next - Checksum)]) != expected)
                throw new InvalidDataException($"the image is damaged: the checksum of its chunk at {at} is wrong.");
            if (name.SequenceEqual("IDAT"u8))
                data.Write(content);
        }

        data.Position = 0;
        return data;
    }

    /// <summary>The first chunk of a name.</summary>
    public static bool Find(ReadOnlySpan<byte> png, ReadOnlySpan<byte> wanted, out ReadOnlySpan<byte> content)
    {
        for (int at = Signature; Next(png, at, out ReadOnlySpan<byte> name, out content) is { } next; at = next)
            if (name.SequenceEqual(wanted))
                return true;
        content = default;
        return false;
    }

    /// <summary>Reads one chunk and gives the place of the next; null at the end of the file, or where it is cut off.</summary>
    private static int? Next(ReadOnlySpan<byte> png, int at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> content)
    {
        name = content = default;
        if (at > png.Length - Head - Checksum)
            return null;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
        if (length > png.Length - Head - Checksum - at)
            return null;
        name = png.Slice(at + sizeof(uint), 4);
        content = png.Slice(at + Head, (int)length);
        return at + Head + (int)length + Checksum;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = crc >> 8 ^ Table[(byte)(crc ^ value)];
        return ~crc;
    }

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index =>
    {
        uint entry = (uint)index;
        for (int bit = 0; bit < 8; bit++)
            entry = (entry & 1) == 0 ? entry >> 1 : entry >> 1 ^ 0xEDB88320;
        return entry;
    })];
}
