using System.Buffers.Binary;
using SkiaSharp;

namespace SimClr.Core.Data.Folders;

/// <summary>Reads the orientation out of a PNG file's eXIf chunk (PNG 3rd edition, 11.3.3.7), which Skia leaves aside.</summary>
/// <remarks>
/// The chunk may be before or behind the pixels. Its checksum is not compared: in JPEG and WebP the same data have none, and a wrong
/// value among eight does no more harm than a wrong pixel.
/// </remarks>
internal static class PngOrientation
{
    private const int Signature = 8;
    private const int ChunkHeader = 8;
    private const int ChunkFrame = 12;

    /// <summary>The orientation; null if there is none.</summary>
    /// <param name="png">The whole file, damaged ones included. Each step goes forward by a chunk, so this ends.</param>
    public static SKEncodedOrigin? Of(ReadOnlySpan<byte> png)
    {
        for (long at = Signature; at <= png.Length - ChunkHeader;)
        {
            ReadOnlySpan<byte> chunk = png[(int)at..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            ReadOnlySpan<byte> name = chunk.Slice(sizeof(uint), 4);
            if (name.SequenceEqual("eXIf"u8))
                return ExifOrientation.Of(chunk[ChunkHeader..][..(int)Math.Min(length, chunk.Length - ChunkHeader)]);
            if (name.SequenceEqual("IEND"u8))
                return null;
            at += ChunkFrame + (long)length;
        }

        return null;
    }
}
