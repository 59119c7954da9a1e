using SimClr.Core.Validation;

namespace SimClr.Core.Losses;

/// <summary>Options of <see cref="MarginTripletLoss"/>, as the builder and configuration take them.</summary>
public sealed class MarginTripletOptions
{
    /// <summary>m, by which the positive shall be more similar than a negative. Default 0.5; above 0, at most 2.</summary>
    [InRange(0.0, 2.0, MinimumIsExclusive = true)]
    public double Margin { get; set; } = 0.5;

    /// <summary>Which negatives count. Default: the semi-hard.</summary>
    [Defined]
    public NegativeMining Mining { get; set; } = NegativeMining.SemiHard;

    /// <summary>Which views are positives. Default: the other views of the same image.</summary>
    [Defined]
    public PositiveRule Positives { get; set; } = PositiveRule.SameImage;
}
