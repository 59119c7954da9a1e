namespace SimClr.Core.Files;

/// <summary>Reads streams of unknown length without trusting them.</summary>
internal static class LimitedStream
{
    private const int Piece = 1 << 16;

    /// <summary>What is left of a stream.</summary>
    /// <param name="stream">Readable; not disposed.</param>
    /// <param name="most">Most bytes.</param>
    /// <exception cref="InvalidDataException">There are more.</exception>
    public static byte[] ReadAll(Stream stream, int most)
    {
        using MemoryStream all = new();
        byte[] piece = new byte[Piece];
        while (stream.Read(piece) is > 0 and int read)
        {
            if (all.Length + read > most)
                throw new InvalidDataException($"the stream has more than the {most} bytes allowed.");
            all.Write(piece, 0, read);
        }

        return all.ToArray();
    }
}
