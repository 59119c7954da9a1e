namespace SimClr.Core.Curation.Pixels;

/// <summary>What is finer than the surroundings in a small square picture: the rest when the mean of 5 x 5 points is taken away.</summary>
internal static class PictureDetail
{
    // A quarter of a gray level: what compression leaves of nothing.
    private const double LeastDeviation = 0.25 / 255;

    // Measured on neighboring parts of photographs, see docs/curation.md.
    private const double TellingDeviation = 1.0 / 255;
    private const double MostSelfSimilarity = 0.6;
    private const int LeastShift = 4;
    private const int MostShift = 8;

    // The points at the edge have no full surroundings.
    private const int Edge = 1;

    /// <summary>The correlation of two pictures' detail, in [-1, 1]; 0 if one of them has none.</summary>
    public static double Correlation(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int side)
    {
        Span<float> detail1 = stackalloc float[first.Length], detail2 = stackalloc float[first.Length];
        Detail(first, detail1, side);
        Detail(second, detail2, side);
        return GridCorrelation.Of(detail1, detail2, LeastDeviation);
    }

    /// <summary>
    /// Whether a picture has enough on it to tell by: detail that is not the same a few steps further, as that of stripes is.
    /// </summary>
    public static bool IsTelling(ReadOnlySpan<float> picture, int side)
    {
        Span<float> detail = stackalloc float[picture.Length];
        Detail(picture, detail, side);
        int inner = side - 2 * Edge;
        float[] rows = new float[inner * inner];
        for (int y = 0; y < inner; y++)
            detail.Slice((y + Edge) * side + Edge, inner).CopyTo(rows.AsSpan(y * inner));
        if (GridCorrelation.Of(rows, rows, TellingDeviation) == 0)
            return false;
        for (int down = 0; down <= MostShift; down++)
        {
            for (int right = -MostShift; right <= MostShift; right++)
            {
                bool isFar = Math.Max(down, Math.Abs(right)) >= LeastShift && (down > 0 || right > 0);
                if (isFar && SelfSimilarity(rows, inner, down, right) >= MostSelfSimilarity)
                    return false;
            }
        }

        return true;
    }

    // The correlation of what a picture and itself further on have in common.
    private static double SelfSimilarity(float[] detail, int side, int down, int right)
    {
        (int height, int width) = (side - down, side - Math.Abs(right));
        Span<float> one = stackalloc float[height * width], other = stackalloc float[height * width];
        for (int y = 0; y < height; y++)
        {
            detail.AsSpan((y + down) * side + Math.Max(0, right), width).CopyTo(one[(y * width)..]);
            detail.AsSpan(y * side + Math.Max(0, -right), width).CopyTo(other[(y * width)..]);
        }

        return GridCorrelation.Of(one, other, LeastDeviation);
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
