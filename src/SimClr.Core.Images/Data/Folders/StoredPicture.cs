using System.Numerics;
using SkiaSharp;

namespace SimClr.Core.Data.Folders;

/// <summary>Decoded samples as a file has them: [H, W, S].</summary>
/// <typeparam name="T">Bytes, or 16-bit numbers.</typeparam>
/// <param name="Samples">Pixel by pixel.</param>
/// <param name="Size">As stored.</param>
/// <param name="Form">What the samples mean.</param>
/// <param name="Origin">Where the first pixel is in the upright picture.</param>
internal sealed record StoredPicture<T>(T[] Samples, ImageSize Size, SampleForm Form, SKEncodedOrigin Origin)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static readonly uint Most = uint.CreateTruncating(T.MaxValue);

    /// <summary>Upright, with transparency laid over black: [H, W, channels].</summary>
    /// <param name="channels">Such that <see cref="SampleForm.ChannelsOf"/> gives a number for it.</param>
    /// <param name="walk">How it was gone through, and with it the upright size.</param>
    public T[] Pack(ImageChannels channels, out OrientedWalk walk)
    {
        walk = OrientedWalk.Of(Size, Origin);
        int width = Form.ChannelsOf(channels) ?? throw new InvalidDataException(Form.Refusal);
        T[] packed = new T[Size.Pixels * width];
        bool isLuma = channels == ImageChannels.Gray && Form.IsColor;
        for (int y = 0; y < walk.Height; y++)
        {
            int from = walk.Start + y * walk.StepY;
            for (int x = 0; x < walk.Width; x++, from += walk.StepX)
            {
                ReadOnlySpan<T> pixel = Samples.AsSpan(from * Form.Samples, Form.Samples);
                Span<T> target = packed.AsSpan((y * walk.Width + x) * width, width);
                if (isLuma)
                    target[0] = Luma(pixel);
                else
                    for (int channel = 0; channel < width; channel++)
                        target[channel] = T.CreateTruncating(OverBlack(pixel, Form.Colors == 1 ? 0 : channel));
            }
        }

        return packed;
    }

    // Weights of ITU-R BT.601 in 16 bits; their sum is exactly 65536, so gray stays what it is.
    private T Luma(ReadOnlySpan<T> pixel) => T.CreateTruncating(
        (OverBlack(pixel, 0) * 19595 + OverBlack(pixel, 1) * 38470 + OverBlack(pixel, 2) * 7471 + 32768) >> 16);

    private uint OverBlack(ReadOnlySpan<T> pixel, int channel)
    {
        uint value = uint.CreateTruncating(pixel[channel]);
        return Form.Blends ? (value * uint.CreateTruncating(pixel[^1]) + Most / 2) / Most : value;
    }
}
