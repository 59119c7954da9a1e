using SimClr.Core.Validation;

namespace SimClr.Core.Losses;

/// <summary>Options of <see cref="DclLoss"/>, as the builder and configuration take them.</summary>
public sealed class DclOptions
{
    /// <summary>t: the lower, the more the hardest negatives weigh. Default 0.1; range 1e-6 to 1e6.</summary>
    [InRange(1e-6, 1e6)]
    public double Temperature { get; set; } = 0.1;

    /// <summary>What a view is pulled towards if its image has more than two views. Default: each of its other views.</summary>
    [Defined]
    public NtXentTarget Target { get; set; } = NtXentTarget.EachPositive;
}
