using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SimClr.Core.Augmentation.Kernels;

internal static class Transpose4
{
    /// <summary>Transposes four vectors of four: pixels to channels, or back.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> x, Vector128<float> y)
        => Vector128.IsHardwareAccelerated && System.Runtime.Intrinsics.X86.Sse.IsSupported
            ? System.Runtime.Intrinsics.X86.Sse.UnpackLow(x, y)
            : Vector128.Create(x[0], y[0], x[1], y[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> x, Vector128<float> y)
        => Vector128.IsHardwareAccelerated && System.Runtime.Intrinsics.X86.Sse.IsSupported
            ? System.Runtime.Intrinsics.X86.Sse.UnpackHigh(x, y)
            : Vector128.Create(x[2], y[2], x[3], y[3]);
}
