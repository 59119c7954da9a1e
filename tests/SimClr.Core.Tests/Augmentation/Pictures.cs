using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

internal static class Pictures
{
    public static View View(Image image)
    {
        View view = new();
        view.Reset(image);
        return view;
    }

    public static Image Noise(int height, int width, int channels = 3, int seed = 1, PixelLayout layout = PixelLayout.Interleaved)
    {
        RandomStream random = new(seed);
        byte[] bytes = new byte[height * width * channels];
        foreach (ref byte value in bytes.AsSpan())
            value = (byte)random.NextInt32(256);
        return new Image(bytes, width, height, channels, layout);
    }
}
