using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics;

/// <summary>
/// The memory of images [N, C, H, W] in single precision on the CPU whose channels lie last: one pixel's C values after the other. Valid
/// as long as the tensor is.
/// </summary>
internal readonly unsafe struct ChannelsLastImages
{
    private ChannelsLastImages(float* values, long[] shape)
    {
        Values = values;
        (Images, Channels, Height, Width) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
    }

    public float* Values { get; }

    public int Images { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public long Pixels => (long)Images * Height * Width;

    /// <summary>The memory of a tensor.</summary>
    /// <exception cref="ArgumentException">The tensor is not of that kind.</exception>
    public static ChannelsLastImages Of(Tensor images)
    {
        using Tensor pixels = images.permute(0, 2, 3, 1); // [N, H, W, C]
        if (images.dtype != ScalarType.Float32 || images.device.type != TorchSharp.DeviceType.CPU || !pixels.is_contiguous())
            throw new ArgumentException("Expected images in single precision on the CPU whose channels lie last.", nameof(images));
        return new ChannelsLastImages(Pointer(pixels), images.shape);
    }

    /// <summary>Images whose memory has not been written yet; the caller's.</summary>
    public static Tensor Empty(long images, long channels, long height, long width)
    {
        using Tensor pixels = empty([images, height, width, channels], dtype: ScalarType.Float32);
        return pixels.permute(0, 3, 1, 2);
    }

    /// <summary>The same images with channels that lie last, copied where they do not; the caller's.</summary>
    public static Tensor Arrange(Tensor images)
    {
        using Tensor pixels = images.permute(0, 2, 3, 1);
        using Tensor contiguous = pixels.contiguous();
        return contiguous.permute(0, 3, 1, 2);
    }

    private static float* Pointer(Tensor contiguous)
    {
        using Tensor flat = contiguous.view(-1);
        using Tensor first = flat.narrow(0, 0, 1); // A tensor's span counts its bytes in an int.
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}
