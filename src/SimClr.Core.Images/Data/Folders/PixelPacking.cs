using SkiaSharp;

namespace SimClr.Core.Data.Folders;

/// <summary>RGBA pixels as they are stored to the channels that are wanted, upright.</summary>
internal static class PixelPacking
{
    private const int Stored = 4;

    /// <summary>Number of channels that a file is decoded to: 1 or 3.</summary>
    public static int SamplesPerPixel(ImageChannels channels, SKCodec codec)
    {
        bool isGray = channels == ImageChannels.AsStored && codec.Info.ColorType == SKColorType.Gray8;
        return channels == ImageChannels.Gray || isGray ? 1 : 3;
    }

    /// <param name="rgba">[H, W, 4], premultiplied, so that transparency lies over black once alpha is dropped.</param>
    /// <param name="size">The stored size.</param>
    /// <param name="origin">Where the stored picture's first pixel is in the upright one.</param>
    /// <param name="samples">The channels that are wanted: 1 or 3.</param>
    public static Image Pack(ReadOnlySpan<byte> rgba, ImageSize size, SKEncodedOrigin origin, int samples)
    {
        OrientedWalk walk = OrientedWalk.Of(size, origin);
        byte[] packed = new byte[size.Pixels * samples];
        for (int y = 0; y < walk.Height; y++)
        {
            Span<byte> row = packed.AsSpan(y * walk.Width * samples, walk.Width * samples);
            int first = (walk.Start + y * walk.StepY) * Stored;
            if (samples == 1)
                PackGray(rgba, first, walk.StepX * Stored, row);
            else
                PackRgb(rgba, first, walk.StepX * Stored, row);
        }

        return new Image(packed, walk.Width, walk.Height, samples);
    }

    private static void PackRgb(ReadOnlySpan<byte> rgba, int at, int step, Span<byte> row)
    {
        for (int x = 0; x < row.Length; x += 3, at += step)
            rgba.Slice(at, 3).CopyTo(row[x..]);
    }

    private static void PackGray(ReadOnlySpan<byte> rgba, int at, int step, Span<byte> row)
    {
        // Weights of ITU-R BT.601 in 16 bits; their sum is exactly 65536, so gray stays what it is.
        for (int x = 0; x < row.Length; x++, at += step)
            row[x] = (byte)((rgba[at] * 19595 + rgba[at + 1] * 38470 + rgba[at + 2] * 7471 + 32768) >> 16);
    }
}
