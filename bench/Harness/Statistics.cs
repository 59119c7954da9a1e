namespace SimClr.Core.Benchmarks.Harness;

/// <summary>What becomes of repeated measurements.</summary>
internal static class Statistics
{
    /// <summary>The value in the middle; the mean of the two there if their number is even.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
