using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SkiaSharp;

namespace SimClr.Core.Reporting.Drawing;

/// <summary>Data to picture: three or more channels show the first three as red, green, blue; fewer show the first as gray.</summary>
internal static class ImageBitmap
{
    /// <summary>A picture of an image; the caller disposes it.</summary>
    public static SKImage From(Image image)
    {
        View view = new();
        view.Reset(image);
        byte[] pixels = ToBytes(view);
        return SKImage.FromPixelCopy(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels);
    }

    /// <summary>The view's content as an image of its own.</summary>
    public static Image ToImage(View view)
        => new(view.Pixels.ToArray(), view.Shape.Width, view.Shape.Height, view.Shape.Channels, PixelLayout.Planar);

    private static byte[] ToBytes(View view)
    {
        int last = view.Shape.Channels - 1;
        ReadOnlySpan<float> red = view.Plane(0);
        ReadOnlySpan<float> green = view.Plane(last >= 2 ? 1 : 0);
        ReadOnlySpan<float> blue = view.Plane(last >= 2 ? 2 : 0);
        byte[] pixels = new byte[4 * red.Length];
        for (int pixel = 0; pixel < red.Length; pixel++)
        {
            pixels[4 * pixel] = ToByte(red[pixel]);
            pixels[4 * pixel + 1] = ToByte(green[pixel]);
            pixels[4 * pixel + 2] = ToByte(blue[pixel]);
            pixels[4 * pixel + 3] = byte.MaxValue;
        }

        return pixels;
    }

    private static byte ToByte(float value) => (byte)Math.Clamp(value * 255 + 0.5f, 0, 255);
}
