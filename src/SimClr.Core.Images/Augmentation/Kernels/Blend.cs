using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>x becomes factor * x + offset, clipped to [0, 1]: brightness, and contrast against a known mean.</summary>
internal readonly struct Blend(float factor, float offset) : IPointOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> values)
        => Vector.ClampNative(Vector.MultiplyAddEstimate(values, new(factor), new(offset)), Vector<float>.Zero, Vector<float>.One);
}
