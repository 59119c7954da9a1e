using SimClr.Core.Validation;

namespace SimClr.Core.Losses;

/// <summary>Options of <see cref="NtLogisticLoss"/>, as the builder and configuration take them.</summary>
public sealed class NtLogisticOptions
{
    /// <summary>t. Default 0.5; range 1e-6 to 1e6.</summary>
    [InRange(1e-6, 1e6)]
    public double Temperature { get; set; } = 0.5;

    /// <summary>Which negatives count. Default: all.</summary>
    [Defined]
    public NegativeMining Mining { get; set; } = NegativeMining.All;

    /// <summary>
    /// How much less similar than the positive a semi-hard negative may be. Default 0.5; above 0, at most 2. Without effect on
    /// <see cref="NegativeMining.All"/>.
    /// </summary>
    [InRange(0.0, 2.0, MinimumIsExclusive = true)]
    public double Margin { get; set; } = 0.5;

    /// <summary>Which views are positives. Default: the other views of the same image.</summary>
    [Defined]
    public PositiveRule Positives { get; set; } = PositiveRule.SameImage;
}
