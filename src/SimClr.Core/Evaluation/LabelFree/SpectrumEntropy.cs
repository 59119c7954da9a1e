namespace SimClr.Core.Evaluation.LabelFree;

/// <summary>How many values of a spectrum count: the exponential of the entropy of its shares.</summary>
internal static class SpectrumEntropy
{
    private const double Epsilon = 1e-7;

    /// <summary>exp(-sum p log p) with p = value / sum + 1e-7, as RankMe and LiDAR have it.</summary>
    /// <param name="values">At least one; what rounding has made negative counts as 0.</param>
    /// <returns>From 1 to the number of values, but for the 1e-7; 0 where all values are 0.</returns>
    public static double Exponential(IReadOnlyCollection<double> values)
    {
        double sum = values.Sum(value => Math.Max(value, 0));
        if (sum == 0)
            return 0;
        return Math.Exp(-values.Select(value => Math.Max(value, 0) / sum + Epsilon).Sum(share => share * Math.Log(share)));
    }
}
