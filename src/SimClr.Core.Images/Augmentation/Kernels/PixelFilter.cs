using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>The horizontal half of a resize: a row of pixels, channels beside each other, to one row a channel.</summary>
internal static class PixelFilter
{
    /// <summary>Pixels that are computed together; rows and taps are padded to a multiple of it.</summary>
    public const int Block = 4;

    /// <summary>Filters a row.</summary>
    /// <param name="row">The pixels, and at least 3 readable floats after the last one.</param>
    /// <param name="pixelStep">Floats from one pixel to the next, at most 4.</param>
    /// <param name="taps">Taps of the horizontal axis, a multiple of <see cref="Block"/> outputs.</param>
    /// <param name="planes">The results of channel c begin at c * pitch.</param>
    /// <param name="pitch">Floats from one channel's row to the next.</param>
    /// <param name="channels">Channels to write, at most 4.</param>
    public static void Apply(ReadOnlySpan<float> row, int pixelStep, ResampleTaps taps, Span<float> planes, int pitch, int channels)
    {
        ref float source = ref MemoryMarshal.GetReference(row);
        ref float weight = ref MemoryMarshal.GetReference(taps.Weights);
        ref float target = ref MemoryMarshal.GetReference(planes);
        ReadOnlySpan<int> starts = taps.Starts;
        int count = taps.Count;
        for (int x = 0; x < starts.Length; x += Block)
        {
            Vector128<float> a = Pixel(ref source, starts[x] * pixelStep, pixelStep, ref weight, count);
            Vector128<float> b = Pixel(ref source, starts[x + 1] * pixelStep, pixelStep, ref Unsafe.Add(ref weight, count), count);
            Vector128<float> c = Pixel(ref source, starts[x + 2] * pixelStep, pixelStep, ref Unsafe.Add(ref weight, 2 * count), count);
            Vector128<float> d = Pixel(ref source, starts[x + 3] * pixelStep, pixelStep, ref Unsafe.Add(ref weight, 3 * count), count);
            weight = ref Unsafe.Add(ref weight, Block * count);
            Transpose4.Apply(ref a, ref b, ref c, ref d);
            Transpose4.Store(a, b, c, d, channels, ref Unsafe.Add(ref target, x), pitch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Pixel(ref float source, int at, int pixelStep, ref float weights, int count)
    {
        Vector128<float> sum = Vector128.LoadUnsafe(ref source, (nuint)at) * weights;
        for (int tap = 1; tap < count; tap++)
        {
            at += pixelStep;
            Vector128<float> weight = Vector128.Create(Unsafe.Add(ref weights, tap));
            sum = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref source, (nuint)at), weight, sum);
        }

        return sum;
    }
}
