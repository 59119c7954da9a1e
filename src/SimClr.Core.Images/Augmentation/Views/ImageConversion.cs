using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Data;

namespace SimClr.Core.Augmentation;

/// <summary>Conversion between stored samples and float planes.</summary>
internal static class ImageConversion
{
    /// <summary>Converts a whole image to planes [C, H, W] with values in [0, 1]; float samples that are not finite become 0.</summary>
    public static void ToPlanes(Image image, Span<float> planes)
    {
        int channels = image.Channels;
        int area = image.Width * image.Height;
        if (image.Layout == PixelLayout.Planar || channels == 1)
        {
            SampleConversion.Read(image, 0, planes);
        }
        else
        {
            for (int channel = 0; channel < channels; channel++)
                SampleConversion.Read(image, channel, channels, planes.Slice(channel * area, area));
        }

        Scale(image, planes);
    }

    /// <summary>Converts a part of an image to planes; the same values as of the whole image.</summary>
    public static void ToPlanes(Image image, CropBox box, Span<float> planes)
    {
        int at = 0;
        for (int channel = 0; channel < image.Channels; channel++)
        {
            for (int row = box.Top; row < box.Top + box.Height; row++, at += box.Width)
            {
                Span<float> line = planes.Slice(at, box.Width);
                if (image.Layout == PixelLayout.Planar || image.Channels == 1)
                    SampleConversion.Read(image, (channel * image.Height + row) * image.Width + box.Left, line);
                else
                    SampleConversion.Read(image, (row * image.Width + box.Left) * image.Channels + channel, image.Channels, line);
            }
        }

        Scale(image, planes[..at]);
    }

    /// <summary>Turns planes [C, H, W] into interleaved pixels [H, W, C].</summary>
    public static void Interleave(ReadOnlySpan<float> planes, ViewShape shape, Span<float> interleaved)
    {
        int area = shape.Height * shape.Width;
        int start = shape.Channels == RgbGuard.Channels ? InterleaveColor(planes, area, interleaved) : 0;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            ReadOnlySpan<float> plane = planes.Slice(channel * area, area);
            for (int pixel = start, at = start * shape.Channels + channel; pixel < area; pixel++, at += shape.Channels)
                interleaved[at] = plane[pixel];
        }
    }

    private static void Scale(Image image, Span<float> planes)
    {
        float gain = SampleConversion.Gain(image);
        if (gain != 1)
            TensorPrimitives.Multiply(planes, gain, planes);
    }

    // Four pixels at a time; a store of four floats covers a pixel and the first value of the next, which the next store sets right.
    private static int InterleaveColor(ReadOnlySpan<float> planes, int area, Span<float> interleaved)
    {
        ref float red = ref MemoryMarshal.GetReference(planes);
        ref float target = ref MemoryMarshal.GetReference(interleaved);
        int pixel = 0;
        for (; pixel + 4 < area; pixel += 4)
        {
            Vector128<float> a = Vector128.LoadUnsafe(ref red, (nuint)pixel);
            Vector128<float> b = Vector128.LoadUnsafe(ref red, (nuint)(area + pixel));
            Vector128<float> c = Vector128.LoadUnsafe(ref red, (nuint)(2 * area + pixel));
            Vector128<float> d = Vector128<float>.Zero;
            Transpose4.Apply(ref a, ref b, ref c, ref d);
            a.StoreUnsafe(ref target, (nuint)(3 * pixel));
            b.StoreUnsafe(ref target, (nuint)(3 * pixel + 3));
            c.StoreUnsafe(ref target, (nuint)(3 * pixel + 6));
            d.StoreUnsafe(ref target, (nuint)(3 * pixel + 9));
        }

        return pixel;
    }
}
