using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

/// <summary>How far a result is off, on the scale of <see cref="RoundingBounds"/>.</summary>
internal static class RoundingError
{
    /// <summary>The largest error of an element, relative to its own magnitude; infinite where that is zero and the error is not.</summary>
    /// <param name="actual">In any type.</param>
    /// <param name="expected">In double precision, of the same shape.</param>
    /// <param name="magnitudes">The same computation on the magnitudes of all operands.</param>
    public static double Largest(Tensor actual, Tensor expected, Tensor magnitudes)
        => Ratio((actual.to(ScalarType.Float64) - expected).abs(), magnitudes);

    /// <summary>The largest root mean square error of a channel, relative to that of its sums' scale.</summary>
    /// <param name="actual">In any type.</param>
    /// <param name="expected">In double precision, of the same shape.</param>
    /// <param name="squares">The sums of the squares of the terms: the same computation on the squares of all operands.</param>
    /// <param name="dimension">That of the channels.</param>
    public static double LargestOfChannels(Tensor actual, Tensor expected, Tensor squares, int dimension)
    {
        long[] others = [.. Enumerable.Range(0, (int)actual.Dimensions).Where(other => other != dimension).Select(other => (long)other)];
        Tensor errors = (actual.to(ScalarType.Float64) - expected).square();
        return Math.Sqrt(Ratio(errors.mean(others), squares.mean(others)));
    }

    /// <summary>The largest ratio of two tensors; 0 of 0 is 0, and what is not a number counts as infinite.</summary>
    private static double Ratio(Tensor errors, Tensor scale)
    {
        Tensor ratio = where(errors == 0, zeros_like(errors), errors / scale);
        return ratio.nan_to_num(double.PositiveInfinity).max().item<double>();
    }
}
