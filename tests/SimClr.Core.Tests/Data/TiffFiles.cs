using System.Buffers.Binary;
using System.IO.Compression;

namespace SimClr.Core.Tests.Data;

/// <summary>Writes TIFF files of the kinds that other programs of this machine do not write.</summary>
internal sealed record TiffFiles(int Width, int Height, int Samples, int Bits)
{
    private const int EntryBytes = 12;
    private const int Short = 3;
    private const int Word = 4;

    public bool BigEndian { get; init; }

    /// <summary>The size of tiles; null for strips.</summary>
    public (int Width, int Height)? Tile { get; init; }

    public int RowsPerStrip { get; init; } = 3;

    public bool Planar { get; init; }

    public bool Deflate { get; init; }

    public bool Predicts { get; init; }

    public int Photometric { get; init; } = 1;

    public int[] ExtraSamples { get; init; } = [];

    /// <summary>Other tags, or other values of those that there are: numbers of 16 bits.</summary>
    public Dictionary<int, int[]> Tags { get; init; } = [];

    /// <summary>A file with the samples [H, W, S].</summary>
    public byte[] Write(ushort[] samples)
    {
        byte[][] blocks = [.. Blocks(samples).Select(Store)];
        using MemoryStream file = new();
        file.Write(new byte[8]);
        List<int> offsets = [];
        foreach (byte[] block in blocks)
        {
            offsets.Add((int)file.Length);
            file.Write(block);
        }

        SortedDictionary<int, (int Type, int[] Values)> tags = Entries(offsets, blocks);
        foreach ((int tag, int[] values) in Tags)
            tags[tag] = (Short, values);
        int start = (int)file.Length;
        byte[] directory = new byte[2 + tags.Count * EntryBytes + 4];
        Number(directory, tags.Count, 2);
        using MemoryStream behind = new();
        foreach ((int index, (int tag, (int type, int[] values))) in tags.Index())
            WriteEntry(directory.AsSpan(2 + index * EntryBytes), tag, type, values, behind, start + directory.Length);
        file.Write(directory);
        file.Write(behind.ToArray());
        byte[] all = file.ToArray();
        (BigEndian ? "MM\0*"u8 : "II*\0"u8).CopyTo(all);
        Number(all.AsSpan(4), start, 4);
        return all;
    }

    private SortedDictionary<int, (int Type, int[] Values)> Entries(List<int> offsets, byte[][] blocks) => new()
    {
        [256] = (Word, [Width]),
        [257] = (Short, [Height]),
        [258] = (Short, [.. Enumerable.Repeat(Bits, Samples)]),
        [259] = (Short, [Deflate ? 8 : 1]),
        [262] = (Short, [Photometric]),
        [277] = (Short, [Samples]),
        [284] = (Short, [Planar ? 2 : 1]),
        [317] = (Short, [Predicts ? 2 : 1]),
        [338] = (Short, ExtraSamples),
        [Tile is null ? 278 : 322] = (Short, [Tile?.Width ?? RowsPerStrip]),
        [Tile is null ? 273 : 324] = (Word, [.. offsets]),
        [Tile is null ? 279 : 325] = (Word, [.. blocks.Select(block => block.Length)]),
        [Tile is null ? 266 : 323] = (Short, [Tile?.Height ?? 1]),
    };

    private void WriteEntry(Span<byte> entry, int tag, int type, int[] values, MemoryStream behind, int place)
    {
        int bytes = type == Short ? 2 : 4;
        byte[] numbers = new byte[Math.Max(4, values.Length * bytes)];
        for (int index = 0; index < values.Length; index++)
            Number(numbers.AsSpan(index * bytes), values[index], bytes);
        Number(entry, tag, 2);
        Number(entry[2..], type, 2);
        Number(entry[4..], values.Length, 4);
        if (numbers.Length > 4)
        {
            Number(entry[8..], place + (int)behind.Length, 4);
            behind.Write(numbers);
        }
        else
        {
            numbers.CopyTo(entry[8..]);
        }
    }

    /// <summary>The samples of each block in its order, zeros where a tile leaves the picture.</summary>
    private IEnumerable<ushort[]> Blocks(ushort[] samples)
    {
        (int width, int height) = Tile ?? (Width, RowsPerStrip);
        int inBlock = Planar ? 1 : Samples;
        for (int plane = 0; plane < (Planar ? Samples : 1); plane++)
            for (int top = 0; top < Height; top += height)
                for (int left = 0; left < Width; left += width)
                {
                    int rows = Tile is null ? Math.Min(height, Height - top) : height;
                    ushort[] block = new ushort[rows * width * inBlock];
                    for (int y = 0; y < Math.Min(rows, Height - top); y++)
                        for (int x = 0; x < Math.Min(width, Width - left); x++)
                            for (int sample = 0; sample < inBlock; sample++)
                                block[(y * width + x) * inBlock + sample] = samples[((top + y) * Width + left + x) * Samples + plane + sample];
                    yield return Predicts ? Differences(block, width * inBlock, inBlock) : block;
                }
    }

    private static ushort[] Differences(ushort[] block, int row, int step)
        => [.. block.Select((value, at) => at % row < step ? value : (ushort)(value - block[at - step]))];

    private byte[] Store(ushort[] block)
    {
        byte[] bytes = new byte[block.Length * Bits / 8];
        for (int at = 0; at < block.Length; at++)
            Number(bytes.AsSpan(at * Bits / 8), block[at], Bits / 8);
        if (!Deflate)
            return bytes;
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.Fastest))
            zip.Write(bytes);
        return packed.ToArray();
    }

    private void Number(Span<byte> target, int value, int bytes)
    {
        if (bytes == 1)
            target[0] = (byte)value;
        else if (bytes == 2 && BigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)value);
        else if (bytes == 2)
            BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)value);
        else if (BigEndian)
            BinaryPrimitives.WriteInt32BigEndian(target, value);
        else
            BinaryPrimitives.WriteInt32LittleEndian(target, value);
    }
}
