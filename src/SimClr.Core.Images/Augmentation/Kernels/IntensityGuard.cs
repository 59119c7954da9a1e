using System.Numerics.Tensors;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Refuses float images of another scale where an operation would clip nearly all they hold, without a word.</summary>
internal static class IntensityGuard
{
    // Filters and gains leave [0, 1] a little, and clipping that is meant; what is beyond these bounds was never in [0, 1].
    private const float Lowest = -1;
    private const float Highest = 2;

    /// <summary>Looks at the values of a view that began as floats; integers have their scale by their type.</summary>
    /// <exception cref="ArgumentException">The values are of another scale.</exception>
    public static void Check(View view, string operation)
    {
        if (view.IsOfFloats)
            Check(view.Pixels, operation);
    }

    /// <inheritdoc cref="Check(View, string)"/>
    public static void Check(ReadOnlySpan<float> values, string operation)
    {
        (float lowest, float highest) = (TensorPrimitives.Min(values), TensorPrimitives.Max(values));
        if (lowest < Lowest || highest > Highest)
        {
            throw new ArgumentException(
                $"{operation} needs values from 0 to 1, but those of this float image reach from {lowest:g4} to {highest:g4} and would all "
                + "be clipped. Scale the image when it is made: divide values of 0 to 255 by 255.");
        }
    }
}
