using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Saturation: x becomes factor * x + (1 - factor) * gray, clipped to [0, 1].</summary>
internal readonly struct BlendWithGray(float factor) : IColorOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue)
    {
        Vector<float> gray = Gray.Of(red, green, blue) * (1 - factor);
        red = Mix(red, gray);
        green = Mix(green, gray);
        blue = Mix(blue, gray);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Mix(Vector<float> value, Vector<float> gray)
        => Vector.ClampNative(Vector.MultiplyAddEstimate(value, new(factor), gray), Vector<float>.Zero, Vector<float>.One);
}
