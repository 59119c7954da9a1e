namespace SimClr.Core.Curation.Pixels;

/// <summary>Correlations of two small pictures of the same size.</summary>
internal static class GridCorrelation
{
    // An even surface has nothing to correlate: a standard deviation of one gray level.
    private const double OneLevel = 1.0 / 255;

    /// <summary>Pearson's correlation, in [-1, 1]; 0 if one of them is even.</summary>
    /// <param name="first">One picture.</param>
    /// <param name="second">The other one.</param>
    /// <param name="leastDeviation">The standard deviation below which a picture counts as even; a gray level by default.</param>
    public static double Of(ReadOnlySpan<float> first, ReadOnlySpan<float> second, double leastDeviation = OneLevel)
    {
        double sum1 = 0, sum2 = 0, square1 = 0, square2 = 0, product = 0;
        for (int i = 0; i < first.Length; i++)
        {
            (double a, double b) = (first[i], second[i]);
            (sum1, sum2) = (sum1 + a, sum2 + b);
            (square1, square2, product) = (square1 + a * a, square2 + b * b, product + a * b);
        }

        int count = first.Length;
        double variance1 = square1 / count - sum1 * sum1 / count / count, variance2 = square2 / count - sum2 * sum2 / count / count;
        return Math.Min(variance1, variance2) < leastDeviation * leastDeviation
            ? 0
            : (product / count - sum1 * sum2 / count / count) / Math.Sqrt(variance1 * variance2);
    }

    /// <summary>Exchanges left and right.</summary>
    public static void Mirror(Span<float> picture, int side)
    {
        for (int y = 0; y < side; y++)
            picture.Slice(y * side, side).Reverse();
    }
}
