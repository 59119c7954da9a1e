using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Scales the saturation of HSV and clips it to [0, 1]; hue and value stay.</summary>
/// <remarks>With M the largest channel and c the chroma, saturation is c / M, so x becomes M - (M - x) * min(factor, M / c).</remarks>
internal readonly struct ScaleSaturation(float factor) : IColorOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue)
    {
        Vector<float> maximum = Vector.MaxNative(Vector.MaxNative(red, green), blue);
        Vector<float> chroma = maximum - Vector.MinNative(Vector.MinNative(red, green), blue);
        // A gray pixel stays gray whatever the factor, as long as it is finite.
        Vector<float> divisor = Vector.ConditionalSelect(Vector.Equals(chroma, Vector<float>.Zero), Vector<float>.One, chroma);
        Vector<float> scale = Vector.MinNative(new Vector<float>(factor), maximum / divisor);
        red = maximum - (maximum - red) * scale;
        green = maximum - (maximum - green) * scale;
        blue = maximum - (maximum - blue) * scale;
    }
}
