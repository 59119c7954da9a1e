using SimClr.Core.Validation;

namespace SimClr.Core.Losses;

/// <summary>Options of <see cref="SupConLoss"/>, as the builder and configuration take them.</summary>
public sealed class SupConOptions
{
    /// <summary>t: the lower, the more the hardest negatives weigh. Default 0.1; range 1e-6 to 1e6.</summary>
    [InRange(1e-6, 1e6)]
    public double Temperature { get; set; } = 0.1;

    /// <summary>Which views are positives. Default: those of the same label.</summary>
    [Defined]
    public PositiveRule Positives { get; set; } = PositiveRule.SameLabel;
}
