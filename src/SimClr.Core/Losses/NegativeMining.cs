namespace SimClr.Core.Losses;

/// <summary>Which negatives of a view count in losses that compare with each by itself.</summary>
public enum NegativeMining
{
    /// <summary>All.</summary>
    All,

    /// <summary>
    /// Only the semi-hard: less similar to the view than the positive, but by less than the margin (Schroff et al. 2015; paper, section
    /// 5.1). A view without any has no negative term.
    /// </summary>
    SemiHard,
}
