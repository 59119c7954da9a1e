namespace SimClr.Core.Curation.Pixels;

/// <summary>Compares what is finer than the surroundings in two small pictures.</summary>
internal static class DetailComparison
{
    // A quarter of a gray level: what compression leaves of nothing.
    private const double LeastDeviation = 0.25 / 255;

    /// <summary>The correlation of what remains when the mean of each point's surroundings of 5 x 5 is taken away, and how far it is spread.</summary>
    public static (double Correlation, double Spread) Of(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int side)
    {
        Span<float> detail1 = stackalloc float[first.Length], detail2 = stackalloc float[first.Length];
        Detail(first, detail1, side);
        Detail(second, detail2, side);
        return (GridCorrelation.Of(detail1, detail2, LeastDeviation), Math.Min(Spread(detail1), Spread(detail2)));
    }

    // The participation ratio of the energy.
    private static double Spread(ReadOnlySpan<float> detail)
    {
        double squares = 0, fourths = 0;
        foreach (float value in detail)
        {
            double square = (double)value * value;
            (squares, fourths) = (squares + square, fourths + square * square);
        }

        return fourths > 0 ? squares * squares / fourths / detail.Length : 0;
    }

    private static void Detail(ReadOnlySpan<float> picture, Span<float> detail, int side)
    {
        const int reach = 2;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                float sum = 0;
                int count = 0;
                for (int v = Math.Max(0, y - reach); v <= Math.Min(side - 1, y + reach); v++)
                {
                    for (int u = Math.Max(0, x - reach); u <= Math.Min(side - 1, x + reach); u++, count++)
                        sum += picture[v * side + u];
                }

                detail[y * side + x] = picture[y * side + x] - sum / count;
            }
        }
    }
}
