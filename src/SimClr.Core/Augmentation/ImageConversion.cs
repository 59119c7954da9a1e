using SimClr.Core.Data;

namespace SimClr.Core.Augmentation;

/// <summary>Conversion between stored samples and float planes.</summary>
internal static class ImageConversion
{
    /// <summary>Converts a whole image to planes [C, H, W] with values in [0, 1].</summary>
    public static void ToPlanes(Image image, Span<float> planes)
    {
        int channels = image.Channels;
        int area = image.Width * image.Height;
        (int channelStep, int pixelStep) = image.Layout == PixelLayout.Planar ? (area, 1) : (1, channels);
        for (int channel = 0; channel < channels; channel++)
        {
            Span<float> plane = planes.Slice(channel * area, area);
            int at = channel * channelStep;
            switch (image.SampleType)
            {
                case SampleType.UInt8:
                    ReadOnlySpan<byte> bytes = image.Bytes;
                    for (int pixel = 0; pixel < area; pixel++, at += pixelStep)
                        plane[pixel] = bytes[at] * (1f / byte.MaxValue);
                    break;
                case SampleType.UInt16:
                    ReadOnlySpan<ushort> words = image.Words;
                    for (int pixel = 0; pixel < area; pixel++, at += pixelStep)
                        plane[pixel] = words[at] * (1f / ushort.MaxValue);
                    break;
                default:
                    ReadOnlySpan<float> floats = image.Floats;
                    for (int pixel = 0; pixel < area; pixel++, at += pixelStep)
                        plane[pixel] = floats[at];
                    break;
            }
        }
    }

    /// <summary>Turns planes [C, H, W] into interleaved pixels [H, W, C].</summary>
    public static void Interleave(ReadOnlySpan<float> planes, ViewSize size, Span<float> interleaved)
    {
        int area = size.Height * size.Width;
        for (int channel = 0; channel < size.Channels; channel++)
        {
            ReadOnlySpan<float> plane = planes.Slice(channel * area, area);
            for (int pixel = 0, at = channel; pixel < area; pixel++, at += size.Channels)
                interleaved[at] = plane[pixel];
        }
    }
}
