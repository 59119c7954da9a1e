using System.Numerics.Tensors;

namespace SimClr.Core.Tensors;

/// <summary>L2 normalization of a row of features.</summary>
internal static class UnitLength
{
    /// <summary>Writes the row divided by its Euclidean length; a row of zeros stays as it is.</summary>
    public static void Normalize(ReadOnlySpan<float> row, Span<float> result)
    {
        // Divided by the greatest magnitude first: the squares can then neither overflow nor vanish.
        float greatest = TensorPrimitives.MaxMagnitude(row);
        if (greatest == 0)
        {
            result.Clear();
            return;
        }

        TensorPrimitives.Divide(row, MathF.Abs(greatest), result);
        TensorPrimitives.Divide(result, TensorPrimitives.Norm<float>(result), result);
    }
}
