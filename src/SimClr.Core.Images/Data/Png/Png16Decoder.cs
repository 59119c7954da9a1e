using System.Buffers.Binary;
using System.IO.Compression;
using SimClr.Core.Data.Folders;
using SkiaSharp;

namespace SimClr.Core.Data.Png;

/// <summary>Decodes PNG files of 16 bits a sample exactly (PNG, 3rd edition). Skia reduces them to 8.</summary>
/// <remarks>Gamma, color profile and significant bits are not applied. The color that tRNS declares transparent becomes black.</remarks>
internal static class Png16Decoder
{
    private const int SampleBytes = 2;

    /// <summary>Whether a file is a PNG of 16 bits a sample, by its first bytes.</summary>
    public static bool Is16Bit(ReadOnlySpan<byte> png) => png.Length > PngChunks.FirstData + 9
        && png.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']) && png[PngChunks.FirstData + 8] == 16;

    /// <summary>What the samples of a file mean whose header is sound.</summary>
    public static SampleForm Form(ReadOnlySpan<byte> png) => (int)png[PngChunks.FirstData + 9] switch
    {
        0 => new SampleForm(1, IsColor: false, HasAlpha: false, Blends: false),
        2 => new SampleForm(3, IsColor: true, HasAlpha: false, Blends: false),
        4 => new SampleForm(2, IsColor: false, HasAlpha: true, Blends: true),
        6 => new SampleForm(4, IsColor: true, HasAlpha: true, Blends: true),
        int type => throw new InvalidDataException($"a PNG of color type {type} cannot have 16 bits a sample."),
    };

    /// <param name="png">The whole file.</param>
    /// <param name="size">As its header has it, found not to be too large.</param>
    /// <param name="origin">The picture's orientation.</param>
    /// <exception cref="InvalidDataException">The file is damaged or incomplete.</exception>
    public static StoredPicture<ushort> Decode(ReadOnlySpan<byte> png, ImageSize size, SKEncodedOrigin origin)
    {
        SampleForm form = Form(png);
        bool interlaced = png[PngChunks.FirstData + 12] == 1;
        using MemoryStream data = PngChunks.ImageData(png);
        using ZLibStream unzipped = new(data, CompressionMode.Decompress);
        ushort[] samples = new ushort[size.Pixels * form.Samples];
        foreach (PngPass pass in PngPass.Of(size, interlaced))
            ReadPass(unzipped, pass, size, form.Samples, samples);
        if (PngChunks.Find(png, "tRNS"u8, out ReadOnlySpan<byte> key) && key.Length == form.Samples * SampleBytes && !form.HasAlpha)
            Blacken(samples, key, form.Samples);
        return new StoredPicture<ushort>(samples, size, form, origin);
    }

    private static void ReadPass(Stream unzipped, PngPass pass, ImageSize size, int perPixel, ushort[] samples)
    {
        int step = perPixel * SampleBytes;
        byte[] row = new byte[1 + pass.Width * step];
        byte[] above = new byte[row.Length];
        for (int y = 0; y < pass.Height; y++)
        {
            unzipped.ReadExactly(row);
            Unfilter(row[0], row.AsSpan(1), above.AsSpan(1), step);
            int target = ((pass.Top + y * pass.StepY) * size.Width + pass.Left) * perPixel;
            for (int x = 0; x < pass.Width; x++, target += pass.StepX * perPixel)
                for (int sample = 0; sample < perPixel; sample++)
                    samples[target + sample] = BinaryPrimitives.ReadUInt16BigEndian(row.AsSpan(1 + x * step + sample * SampleBytes));
            (row, above) = (above, row);
        }
    }

    /// <summary>Clause 9: a byte is stored as its difference to what the bytes left, above and left above predict.</summary>
    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (int at = 0; at < row.Length; at++)
        {
            int left = at < step ? 0 : row[at - step];
            int corner = at < step ? 0 : above[at - step];
            row[at] += filter switch
            {
                0 => 0,
                1 => (byte)left,
                2 => above[at],
                3 => (byte)((left + above[at]) / 2),
                4 => Paeth(left, above[at], corner),
                _ => throw new InvalidDataException($"the image is damaged: there is no filter {filter}."),
            };
        }
    }

    private static byte Paeth(int left, int above, int corner)
    {
        int estimate = left + above - corner;
        (int toLeft, int toAbove, int toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return (byte)(toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner);
    }

    private static void Blacken(ushort[] samples, ReadOnlySpan<byte> key, int perPixel)
    {
        Span<ushort> color = stackalloc ushort[perPixel];
        for (int sample = 0; sample < perPixel; sample++)
            color[sample] = BinaryPrimitives.ReadUInt16BigEndian(key[(sample * SampleBytes)..]);
        for (int at = 0; at < samples.Length; at += perPixel)
            if (samples.AsSpan(at, perPixel).SequenceEqual(color))
                samples.AsSpan(at, perPixel).Clear();
    }
}
