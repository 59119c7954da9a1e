using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Changes between pixels whose channels lie beside each other and channels whose pixels do, four by four.</summary>
internal static class Transpose4
{
    private const int Side = 4;

    /// <summary>Transposes four vectors of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        Vector128<float> ab = InterleaveLow(a, b);
        Vector128<float> cd = InterleaveLow(c, d);
        Vector128<float> abHigh = InterleaveHigh(a, b);
        Vector128<float> cdHigh = InterleaveHigh(c, d);
        a = Vector128.Create(ab.GetLower(), cd.GetLower());
        b = Vector128.Create(ab.GetUpper(), cd.GetUpper());
        c = Vector128.Create(abHigh.GetLower(), cdHigh.GetLower());
        d = Vector128.Create(abHigh.GetUpper(), cdHigh.GetUpper());
    }

    /// <summary>Turns four lanes into pixels of four floats.</summary>
    /// <param name="lanes">Lane k begins at k * pitch.</param>
    /// <param name="pitch">Length of a lane, a multiple of 4.</param>
    /// <param name="pixels">At least 4 * pitch floats.</param>
    public static void ToPixels(ReadOnlySpan<float> lanes, int pitch, Span<float> pixels)
    {
        ref float source = ref MemoryMarshal.GetReference(lanes[..(Side * pitch)]);
        ref float target = ref MemoryMarshal.GetReference(pixels[..(Side * pitch)]);
        for (int x = 0; x < pitch; x += Side)
        {
            Vector128<float> a = Vector128.LoadUnsafe(ref source, (nuint)x);
            Vector128<float> b = Vector128.LoadUnsafe(ref source, (nuint)(pitch + x));
            Vector128<float> c = Vector128.LoadUnsafe(ref source, (nuint)(2 * pitch + x));
            Vector128<float> d = Vector128.LoadUnsafe(ref source, (nuint)(3 * pitch + x));
            Apply(ref a, ref b, ref c, ref d);
            a.StoreUnsafe(ref target, (nuint)(Side * x));
            b.StoreUnsafe(ref target, (nuint)(Side * x + 4));
            c.StoreUnsafe(ref target, (nuint)(Side * x + 8));
            d.StoreUnsafe(ref target, (nuint)(Side * x + 12));
        }
    }

    /// <summary>Stores as many of four vectors as there are channels, a pitch apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector128<float> a,
        Vector128<float> b,
        Vector128<float> c,
        Vector128<float> d,
        int channels,
        ref float target,
        int pitch)
    {
        a.StoreUnsafe(ref target);
        if (channels > 1)
            b.StoreUnsafe(ref target, (nuint)pitch);
        if (channels > 2)
            c.StoreUnsafe(ref target, (nuint)(2 * pitch));
        if (channels > 3)
            d.StoreUnsafe(ref target, (nuint)(3 * pitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> x, Vector128<float> y)
        => Sse.IsSupported ? Sse.UnpackLow(x, y) : Vector128.Create(x[0], y[0], x[1], y[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> x, Vector128<float> y)
        => Sse.IsSupported ? Sse.UnpackHigh(x, y) : Vector128.Create(x[2], y[2], x[3], y[3]);
}
