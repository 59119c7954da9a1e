using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Brings values into [0, 1].</summary>
internal readonly struct Clip : IPointOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> values) => Vector.ClampNative(values, Vector<float>.Zero, Vector<float>.One);
}
