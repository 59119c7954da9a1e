using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using SimClr.Core.Data.Folders;

namespace SimClr.Core.Data.Tiff;

/// <summary>Decodes the first picture of TIFF files: strips or tiles of 8 or 16 bits a sample.</summary>
/// <remarks>
/// Written out, because what there is for .NET takes time and memory by what a header says, and reports damage to a handler that all of a
/// process shares (docs/decisions/0021-own-tiff-decoder.md). Here nothing is taken before the sizes are checked.
/// </remarks>
internal static class TiffDecoder
{
    /// <summary>Most bytes of stored samples, or of a tile, for each pixel that an image may have: RGBA of 16 bits.</summary>
    private const int BytesPerPixel = 8;

    /// <summary>What a JPEG tile takes while it is decoded, a pixel.</summary>
    private const int JpegBytesPerPixel = 4;

    public static bool IsTiff(ReadOnlySpan<byte> file) => file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8);

    /// <summary>Reads and checks the header.</summary>
    /// <param name="directory">The file's.</param>
    /// <param name="maximumPixels">Most pixels.</param>
    /// <exception cref="InvalidDataException">It is damaged, of a kind that is not read, or too large.</exception>
    public static TiffLayout Header(TiffDirectory directory, int maximumPixels)
    {
        TiffLayout layout = new(directory);
        if (layout.Size.Pixels > maximumPixels)
            throw new InvalidDataException($"{layout.Size} pixels are more than the {maximumPixels} allowed.");
        long most = Math.Min((long)BytesPerPixel * maximumPixels, Array.MaxLength);
        // In this order: the last product fits into 64 bits only if the ones before it are small.
        long least = layout.Block.Pixels * (layout.IsJpeg ? JpegBytesPerPixel : 1);
        if (layout.SampleBytes > most || layout.Block.Pixels > most || least > most || layout.BlockBytes > most)
        {
            throw new InvalidDataException(
                $"{layout.Size} pixels of {layout.Samples} channels in blocks of {layout.Block} take more memory than {maximumPixels} pixels may.");
        }

        return layout;
    }

    /// <summary>Decodes samples of 8 bits, or of a palette.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or incomplete.</exception>
    public static StoredPicture<byte> Decode8(ReadOnlySpan<byte> file, TiffLayout layout)
    {
        byte[] samples = Read<byte>(file, layout);
        if (layout.IsPalette)
            samples = TiffPalette.Colors(samples, new TiffDirectory(file));
        return new StoredPicture<byte>(samples, layout.Size, layout.Form, layout.Origin);
    }

    /// <summary>Decodes samples of 16 bits.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or incomplete.</exception>
    public static StoredPicture<ushort> Decode16(ReadOnlySpan<byte> file, TiffLayout layout)
        => new(Read<ushort>(file, layout), layout.Size, layout.Form, layout.Origin);

    private static T[] Read<T>(ReadOnlySpan<byte> file, TiffLayout layout)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        TiffDirectory directory = new(file);
        T[] samples = new T[layout.Size.Pixels * layout.Samples];
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)layout.BlockBytes);
        try
        {
            long count = TiffBlock.CountOf(layout);
            for (long number = 0; number < count; number++)
            {
                TiffBlock block = TiffBlock.Of(layout, number);
                Span<byte> decoded = buffer.AsSpan(0, (int)layout.BlockBytes);
                TiffCompression.Decode(file, directory, layout, block, decoded);
                if (layout.Bits == 16 && directory.IsLittleEndian != BitConverter.IsLittleEndian && !layout.IsJpeg)
                    BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(decoded), MemoryMarshal.Cast<byte, ushort>(decoded));
                Place(MemoryMarshal.Cast<byte, T>(decoded), layout, block, samples);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (layout.IsInverted)
            Invert(samples, layout.Form);
        return samples;
    }

    /// <summary>Copies a block to its place, but for what of it is outside of the picture.</summary>
    private static void Place<T>(Span<T> decoded, TiffLayout layout, TiffBlock block, T[] samples)
        where T : unmanaged, IBinaryInteger<T>
    {
        int perPixel = layout.BlockSamples;
        for (int y = 0; y < block.Height; y++)
        {
            Span<T> row = decoded.Slice(y * layout.Block.Width * perPixel, layout.Block.Width * perPixel);
            if (layout.Predicts)
                for (int at = perPixel; at < row.Length; at++)
                    row[at] += row[at - perPixel];
            Span<T> target = samples.AsSpan(((block.Top + y) * layout.Size.Width + block.Left) * layout.Samples, block.Width * layout.Samples);
            if (!layout.IsPlanar)
                row[..target.Length].CopyTo(target);
            else
                for (int x = 0; x < block.Width; x++)
                    target[x * layout.Samples + block.Plane] = row[x];
        }
    }

    private static void Invert<T>(T[] samples, SampleForm form)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (int at = 0; at < samples.Length; at++)
            if (at % form.Samples < form.Colors)
                samples[at] = T.MaxValue - samples[at];
    }
}
