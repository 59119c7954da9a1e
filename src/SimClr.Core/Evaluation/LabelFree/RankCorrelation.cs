namespace SimClr.Core.Evaluation.LabelFree;

/// <summary>How far two lists agree on an order.</summary>
internal static class RankCorrelation
{
    /// <summary>Spearman's: the correlation of the ranks, of equal values their mean rank.</summary>
    /// <returns>In [-1, 1]; NaN where one list has the same value throughout.</returns>
    public static double Spearman(double[] left, double[] right)
    {
        (double[] a, double[] b) = (Ranks(left), Ranks(right));
        double mean = (a.Length + 1) / 2.0;
        double product = a.Zip(b, (x, y) => (x - mean) * (y - mean)).Sum();
        return product / Math.Sqrt(a.Sum(x => (x - mean) * (x - mean)) * b.Sum(y => (y - mean) * (y - mean)));
    }

    private static double[] Ranks(double[] values)
        => [.. values.Select(value => values.Count(other => other < value) + (values.Count(other => other == value) + 1) / 2.0)];
}
