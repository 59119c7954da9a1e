using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Luma as torchvision and PIL compute it (ITU-R BT.601 weights).</summary>
internal readonly struct Grey : IColorOperation
{
    private const float RedWeight = 0.2989f;
    private const float GreenWeight = 0.587f;
    private const float BlueWeight = 0.114f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> red, Vector<float> green, Vector<float> blue)
        => Vector.MultiplyAddEstimate(red, new(RedWeight), Vector.MultiplyAddEstimate(green, new(GreenWeight), blue * BlueWeight));

    /// <summary>Replaces all three channels by the grey value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue) => red = green = blue = Of(red, green, blue);

    /// <summary>The sum of the grey values.</summary>
    public static double Sum(Rgb pixels)
    {
        int step = Vector<float>.Count;
        ref float red = ref MemoryMarshal.GetReference(pixels.Red);
        ref float green = ref MemoryMarshal.GetReference(pixels.Green);
        ref float blue = ref MemoryMarshal.GetReference(pixels.Blue);
        Vector<float> sums = Vector<float>.Zero;
        int at = 0;
        for (; at <= pixels.Length - step; at += step)
            sums += Of(Vector.LoadUnsafe(ref red, (nuint)at), Vector.LoadUnsafe(ref green, (nuint)at), Vector.LoadUnsafe(ref blue, (nuint)at));
        double sum = Vector.Sum(sums);
        for (; at < pixels.Length; at++)
            sum += RedWeight * pixels.Red[at] + GreenWeight * pixels.Green[at] + BlueWeight * pixels.Blue[at];
        return sum;
    }
}
