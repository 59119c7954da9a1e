using System.Buffers;
using System.IO.Compression;

namespace SimClr.Core.Data.Tiff;

/// <summary>Decompresses strips and tiles.</summary>
internal static class TiffCompression
{
    private const int PackBits = 32773;

    /// <summary>Fills the rows of a block that are stored: all of a tile, of the last strip perhaps fewer.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="directory">Its directory.</param>
    /// <param name="layout">What the directory means.</param>
    /// <param name="block">Which block.</param>
    /// <param name="decoded">Room for a whole block.</param>
    /// <exception cref="InvalidDataException">The block is damaged or incomplete.</exception>
    public static void Decode(ReadOnlySpan<byte> file, TiffDirectory directory, TiffLayout layout, TiffBlock block, Span<byte> decoded)
    {
        ReadOnlySpan<byte> stored = Stored(file, directory, layout, block.Number);
        int rows = layout.IsTiled ? layout.Block.Height : block.Height;
        decoded = decoded[..(decoded.Length / layout.Block.Height * rows)];
        int filled = layout.Compression switch
        {
            PackBits => Unpack(stored, decoded),
            _ when layout.IsLzw => TiffLzw.Decode(stored, decoded),
            _ when layout.IsDeflated => Inflate(stored, decoded),
            _ when layout.IsJpeg => TiffJpeg.Decode(directory.Bytes(TiffTag.JpegTables), stored, layout, rows, decoded),
            _ => Copy(stored, decoded),
        };
        if (filled < decoded.Length)
            throw new InvalidDataException($"the image is damaged or incomplete: block {block.Number} has {filled} of {decoded.Length} bytes.");
    }

    private static ReadOnlySpan<byte> Stored(ReadOnlySpan<byte> file, TiffDirectory directory, TiffLayout layout, long number)
    {
        (TiffTag offsets, TiffTag lengths) = layout.IsTiled
            ? (TiffTag.TileOffsets, TiffTag.TileByteCounts)
            : (TiffTag.StripOffsets, TiffTag.StripByteCounts);
        long start = directory.At(offsets, number);
        // Old writers leave the lengths out.
        long length = directory.Count(lengths) == 0 ? Math.Max(0, file.Length - start) : directory.At(lengths, number);
        return start + length <= file.Length
            ? file.Slice((int)start, (int)length)
            : throw new InvalidDataException($"the image is damaged or incomplete: block {number} lies behind the end of the file.");
    }

    private static int Copy(ReadOnlySpan<byte> stored, Span<byte> decoded)
    {
        int length = Math.Min(stored.Length, decoded.Length);
        stored[..length].CopyTo(decoded);
        return length;
    }

    /// <summary>TIFF 6.0, section 9.</summary>
    private static int Unpack(ReadOnlySpan<byte> stored, Span<byte> decoded)
    {
        int filled = 0;
        for (int at = 0; at < stored.Length && filled < decoded.Length;)
        {
            int code = (sbyte)stored[at++];
            if (code == sbyte.MinValue)
                continue;
            int length = Math.Min(Math.Abs(code) + 1, decoded.Length - filled);
            if (code >= 0)
                length = Math.Min(length, stored.Length - at);
            if (at == stored.Length)
                return filled;
            if (code >= 0)
                stored.Slice(at, length).CopyTo(decoded[filled..]);
            else
                decoded.Slice(filled, length).Fill(stored[at]);
            filled += length;
            at += code >= 0 ? length : 1;
        }

        return filled;
    }

    private static int Inflate(ReadOnlySpan<byte> stored, Span<byte> decoded)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(Math.Max(stored.Length, 1));
        try
        {
            stored.CopyTo(copy);
            using ZLibStream unzipped = new(new MemoryStream(copy, 0, stored.Length), CompressionMode.Decompress);
            return unzipped.ReadAtLeast(decoded, decoded.Length, throwOnEndOfStream: false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }
}
