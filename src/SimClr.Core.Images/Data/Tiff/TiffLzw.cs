namespace SimClr.Core.Data.Tiff;

/// <summary>TIFF's variant of LZW (TIFF 6.0, section 13): codes of 9 to 12 bits, highest bit first, which grow one code early.</summary>
internal static class TiffLzw
{
    private const int Clear = 256;
    private const int End = 257;
    private const int First = 258;
    private const int Codes = 4096;
    private const int LeastBits = 9;
    private const int MostBits = 12;

    /// <returns>Bytes that were decoded, at most as many as there is room for.</returns>
    /// <exception cref="InvalidDataException">There is a code that nothing has been said about.</exception>
    public static int Decode(ReadOnlySpan<byte> stored, Span<byte> decoded)
    {
        Span<Entry> table = stackalloc Entry[Codes];
        for (int code = 0; code < Clear; code++)
            table[code] = new Entry(0, 1, (byte)code, (byte)code);
        (int next, int bits, int previous, int filled) = (First, LeastBits, -1, 0);
        (uint window, int available, int at) = (0, 0, 0);
        while (filled < decoded.Length)
        {
            while (available < bits)
            {
                if (at == stored.Length)
                    return filled;
                window = window << 8 | stored[at++];
                available += 8;
            }

            available -= bits;
            int code = (int)(window >> available) & ((1 << bits) - 1);
            if (code == End)
                return filled;
            if (code == Clear)
            {
                (next, bits, previous) = (First, LeastBits, -1);
                continue;
            }

            if (code >= Clear && (previous < 0 || code > next || code < First || code >= Codes))
                throw new InvalidDataException($"the image is damaged: the code {code} is not defined.");
            if (previous >= 0 && next < Codes)
            {
                byte first = table[code < next ? code : previous].FirstByte;
                table[next++] = new Entry((ushort)previous, table[previous].Length + 1, table[previous].FirstByte, first);
            }
            else if (code >= next)
            {
                throw new InvalidDataException($"the image is damaged: the code {code} is not defined.");
            }

            Write(table, code, decoded[filled..]);
            filled = (int)Math.Min((long)filled + table[code].Length, decoded.Length);
            previous = code;
            if (next == (1 << bits) - 1 && bits < MostBits)
                bits++;
        }

        return filled;
    }

    // Backwards, as the table has it; what there is no room for is left out.
    private static void Write(Span<Entry> table, int code, Span<byte> room)
    {
        for (int place = table[code].Length - 1; place >= 0; place--)
        {
            if (place < room.Length)
                room[place] = table[code].LastByte;
            code = table[code].Prefix;
        }
    }

    private readonly record struct Entry(ushort Prefix, int Length, byte FirstByte, byte LastByte);
}
