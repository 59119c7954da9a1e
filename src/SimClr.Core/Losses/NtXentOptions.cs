using SimClr.Core.Validation;

namespace SimClr.Core.Losses;

/// <summary>Options of <see cref="NtXentLoss"/>, as the builder and configuration take them.</summary>
public sealed class NtXentOptions
{
    /// <summary>t: the lower, the more the hardest negatives weigh. Default 0.5, for CIFAR; 0.1 suits ImageNet. Range 1e-6 to 1e6.</summary>
    [InRange(1e-6, 1e6)]
    public double Temperature { get; set; } = 0.5;

    /// <summary>How the terms of the views become one number. Default: their mean.</summary>
    [Defined]
    public NtXentReduction Reduction { get; set; } = NtXentReduction.MeanOverViews;

    /// <summary>What a view is pulled towards if its image has more than two views. Default: each of its other views.</summary>
    [Defined]
    public NtXentTarget Target { get; set; } = NtXentTarget.EachPositive;
}
