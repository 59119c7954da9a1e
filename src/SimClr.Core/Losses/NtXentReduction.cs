namespace SimClr.Core.Losses;

/// <summary>How the 2N terms of <see cref="NtXentLoss"/> become one number.</summary>
/// <remarks>
/// The choice scales the gradient. An adaptive optimiser hides the factor, plain SGD and the parameters that LARS does not adapt feel it.
/// </remarks>
public enum NtXentReduction
{
    /// <summary>The mean over all 2N views (paper, algorithm 1).</summary>
    MeanOverViews,

    /// <summary>The sum of the two directions' means: exactly twice <see cref="MeanOverViews"/> (the official code).</summary>
    SumOfDirections,
}
