using System.IO.Hashing;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>A stream of which it is known how much it holds.</summary>
/// <param name="stream">Read forward only; borrowed.</param>
/// <param name="length">Bytes that are left in it.</param>
/// <param name="checksum">Gets what is read; null if nobody wants it.</param>
internal sealed class LimitedInput(Stream stream, long length, Crc32? checksum = null)
{
    /// <summary>Bytes that are left.</summary>
    public long Remaining { get; private set; } = length;

    /// <exception cref="EmbeddingFileException">Less is left.</exception>
    public void ReadExactly(Span<byte> bytes, string what)
    {
        if (bytes.Length > Remaining || stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new EmbeddingFileException($"Expected {bytes.Length} bytes of {what}, but the file ends before.");
        Remaining -= bytes.Length;
        checksum?.Append(bytes);
    }
}
