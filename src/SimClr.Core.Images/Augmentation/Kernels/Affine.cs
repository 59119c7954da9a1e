using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>x becomes factor * x + offset, not clipped.</summary>
internal readonly struct Affine(float factor, float offset) : IPointOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> values)
        => Vector.MultiplyAddEstimate(values, new Vector<float>(factor), new Vector<float>(offset));
}
