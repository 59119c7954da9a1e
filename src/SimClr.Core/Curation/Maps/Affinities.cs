using System.Runtime.Intrinsics;

namespace SimClr.Core.Curation.Maps;

/// <summary>How much a point belongs to each of its neighbors: a Gaussian of the distance whose width fits the perplexity.</summary>
/// <remarks>van der Maaten and Hinton 2008, <i>Visualizing data using t-SNE</i>, equation 1 and section 2.</remarks>
internal static class Affinities
{
    private const int MaximumSteps = 64;
    private const double Tolerance = 1e-6;

    /// <summary>Writes affinities whose sum is 1 and whose perplexity, 2 to their entropy in bits, is the one asked for.</summary>
    /// <param name="squaredDistances">Of the k neighbors, rising.</param>
    /// <param name="perplexity">At least 1. At k or more, all are equal; below the number of nearest ones, those share all.</param>
    /// <param name="affinities">Receives k numbers.</param>
    /// <param name="work">At least k / 4 vectors, rounded up.</param>
    public static void Calibrate(ReadOnlySpan<float> squaredDistances, double perplexity, Span<float> affinities, Vector256<double>[] work)
    {
        int count = squaredDistances.Length;
        double nearest = squaredDistances[0];
        double mean = 0;
        for (int i = 0; i < count; i++)
            mean += (squaredDistances[i] - nearest) / count;
        if (perplexity >= count || mean <= 0)
        {
            affinities.Fill(1f / count);
            return;
        }

        int vectors = (count + 3) / 4;
        Span<Vector256<double>> excess = work.AsSpan(0, vectors);
        for (int i = 0; i < vectors * 4; i++)
            excess[i / 4] = excess[i / 4].WithElement(i % 4, i < count ? squaredDistances[i] - nearest : double.PositiveInfinity);
        double precision = FindPrecision(excess, 1 / mean, perplexity);
        double sum = Sums(excess, precision).Sum;
        for (int i = 0; i < count; i++)
            affinities[i] = (float)(Exponential.OfNegative(-precision * (squaredDistances[i] - nearest)) / sum);
    }

    // The perplexity falls as the precision, the inverse of the Gaussian's width, grows: halving finds it.
    private static double FindPrecision(ReadOnlySpan<Vector256<double>> excess, double precision, double perplexity)
    {
        (double low, double high) = (0, double.PositiveInfinity);
        for (int step = 0; step < MaximumSteps; step++)
        {
            (double sum, double weighted) = Sums(excess, precision);
            // exp(ln sum + precision * mean excess) without a logarithm; both sides are at least 1.
            double ratio = sum / perplexity * (1 / Exponential.OfNegative(-precision * weighted / sum));
            if (Math.Abs(ratio - 1) < Tolerance)
                break;
            if (ratio > 1)
                low = precision;
            else
                high = precision;
            precision = double.IsPositiveInfinity(high) ? precision * 2 : (low + high) / 2;
        }

        return precision;
    }

    private static (double Sum, double Weighted) Sums(ReadOnlySpan<Vector256<double>> excess, double precision)
    {
        Vector256<double> sum = default, weighted = default;
        foreach (Vector256<double> values in excess)
        {
            Vector256<double> isThere = Vector256.LessThan(values, Vector256.Create(double.PositiveInfinity));
            Vector256<double> there = values & isThere;
            Vector256<double> weight = Exponential.OfNegative(there * -precision) & isThere;
            sum += weight;
            weighted += weight * there;
        }

        return (Lanes.Sum(sum), Lanes.Sum(weighted));
    }
}
