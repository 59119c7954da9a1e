using System.Buffers.Binary;
using SkiaSharp;

namespace SimClr.Core.Data.Folders;

/// <summary>Reads the orientation out of EXIF data (TIFF 6.0, EXIF 2.3).</summary>
internal static class ExifOrientation
{
    private const int Header = 8;
    private const int EntryBytes = 12;
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;

    /// <summary>The orientation; null if there is none, or what is there makes no sense.</summary>
    public static SKEncodedOrigin? Of(ReadOnlySpan<byte> exif)
    {
        // JPEG's prefix, which some writers put into other formats, too.
        if (exif.StartsWith("Exif\0\0"u8))
            exif = exif["Exif\0\0"u8.Length..];
        bool little = exif.StartsWith("II*\0"u8);
        if (exif.Length < Header || (!little && !exif.StartsWith("MM\0*"u8)))
            return null;
        uint directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (directory > exif.Length - sizeof(ushort))
            return null;
        ReadOnlySpan<byte> entries = exif[((int)directory + sizeof(ushort))..];
        int count = Math.Min(Number(exif[(int)directory..], little), entries.Length / EntryBytes);
        for (int entry = 0; entry < count; entry++)
        {
            ReadOnlySpan<byte> fields = entries.Slice(entry * EntryBytes, EntryBytes);
            if (Number(fields, little) == Tag)
                return Number(fields[2..], little) == Short ? Checked(Number(fields[8..], little)) : null;
        }

        return null;
    }

    private static ushort Number(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static SKEncodedOrigin? Checked(int value)
        => value is >= (int)SKEncodedOrigin.TopLeft and <= (int)SKEncodedOrigin.LeftBottom ? (SKEncodedOrigin)value : null;
}
