namespace SimClr.Core.Losses;

/// <summary>How the terms of all V*N views become one number in <see cref="NtXentLoss"/>.</summary>
/// <remarks>
/// The choice scales the gradient. An adaptive optimizer hides the factor, plain SGD and the parameters that LARS does not adapt feel it.
/// </remarks>
public enum NtXentReduction
{
    /// <summary>The mean over all views (paper, algorithm 1).</summary>
    MeanOverViews,

    /// <summary>
    /// The sum of the means over each of the V views: exactly V times <see cref="MeanOverViews"/>. With two views these are the two
    /// directions of the official code.
    /// </summary>
    SumOfDirections,
}
