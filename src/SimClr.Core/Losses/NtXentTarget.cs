namespace SimClr.Core.Losses;

/// <summary>What <see cref="NtXentLoss"/> and <see cref="DclLoss"/> pull a view towards. With two views of each image both are the same.</summary>
public enum NtXentTarget
{
    /// <summary>
    /// Each of the image's other views by itself: one term per ordered positive pair, averaged (Poly-View contrastive learning, arXiv
    /// 2403.05490).
    /// </summary>
    EachPositive,

    /// <summary>
    /// The normalized mean of the image's other views: one term per view (as in EMP-SSL, arXiv 2304.03977, and FastSiam). The gradient
    /// reaches the views in the mean, too. A mean of length 0 has no direction: its similarity is 0.
    /// </summary>
    MeanOfPositives,
}
