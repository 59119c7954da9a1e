using SimClr.Core.Validation;

namespace SimClr.Core.Losses;

/// <summary>Options of <see cref="MarginContrastiveLoss"/>, as the builder and configuration take them.</summary>
public sealed class MarginContrastiveOptions
{
    /// <summary>m, the distance up to which negatives are pushed apart. Default 1; above 0, at most 2.</summary>
    [InRange(0.0, 2.0, MinimumIsExclusive = true)]
    public double Margin { get; set; } = 1;

    /// <summary>Which views are positives. Default: the other views of the same image.</summary>
    [Defined]
    public PositiveRule Positives { get; set; } = PositiveRule.SameImage;
}
