using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Luma as torchvision and PIL compute it (ITU-R BT.601 weights).</summary>
internal readonly struct Gray : IColorOperation
{
    private const float RedWeight = 0.2989f;
    private const float GreenWeight = 0.587f;
    private const float BlueWeight = 0.114f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> red, Vector<float> green, Vector<float> blue)
        => Vector.MultiplyAddEstimate(red, new(RedWeight), Vector.MultiplyAddEstimate(green, new(GreenWeight), blue * BlueWeight));

    /// <summary>Replaces all three channels by the gray value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue) => red = green = blue = Of(red, green, blue);

    /// <summary>The gray value of one color.</summary>
    public static double Of(double red, double green, double blue) => RedWeight * red + GreenWeight * green + BlueWeight * blue;
}
