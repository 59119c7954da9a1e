using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Values from a threshold on are inverted.</summary>
internal readonly struct SolarizeAbove(float threshold) : IPointOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> values)
        => Vector.ConditionalSelect(Vector.GreaterThanOrEqual(values, new Vector<float>(threshold)), Vector<float>.One - values, values);
}
