using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Saturation: x becomes factor * x + (1 - factor) * grey, clipped to [0, 1].</summary>
internal readonly struct BlendWithGrey(float factor) : IColorOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue)
    {
        Vector<float> grey = Grey.Of(red, green, blue) * (1 - factor);
        red = Mix(red, grey);
        green = Mix(green, grey);
        blue = Mix(blue, grey);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Mix(Vector<float> value, Vector<float> grey)
        => Vector.ClampNative(Vector.MultiplyAddEstimate(value, new(factor), grey), Vector<float>.Zero, Vector<float>.One);
}
