using System.ComponentModel.DataAnnotations;
using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>Options of <see cref="LinearProbe"/>.</summary>
/// <remarks>
/// The objective is the mean cross entropy in nats plus L2/2 times the squared length of the weights of standardised features. In the terms
/// of libraries that weigh the sum of the cross entropy by C, that is C = 1/(n L2). The paper chooses from a range spaced by logarithm in
/// the same way (appendix B.8, after Kornblith et al. 2019, <i>Do better ImageNet models transfer better?</i>).
/// </remarks>
public sealed class LinearProbeOptions : IValidatableObject
{
    /// <summary>The weakest L2 to be tried, positive and at most <see cref="MaximumL2"/>. Default 1e-6.</summary>
    [InRange(double.Epsilon, double.MaxValue)]
    public double MinimumL2 { get; set; } = 1e-6;

    /// <summary>The strongest L2 to be tried, positive. Default 1.</summary>
    [InRange(double.Epsilon, double.MaxValue)]
    public double MaximumL2 { get; set; } = 1;

    /// <summary>
    /// Number of values of L2, spaced by logarithm from the strongest to the weakest, at least 1; 1 takes the strongest. Default 7.
    /// </summary>
    [InRange(1, 1000)]
    public int CandidateCount { get; set; } = 7;

    /// <summary>The part of each class's training images that is kept back to choose L2 on, in [0.01, 0.9]. Default 0.1.</summary>
    [InRange(0.01, 0.9)]
    public double ValidationFraction { get; set; } = 0.1;

    /// <summary>Which images are kept back: the same seed, the same images. Default 0.</summary>
    public long Seed { get; set; }

    /// <summary>Bound on the iterations of each fit, at least 1. Default 300.</summary>
    [InRange(1, int.MaxValue)]
    public int MaximumIterations { get; set; } = 300;

    /// <summary>
    /// A fit ends when the next step promises to lower the objective by no more than this many nats; positive. Default 1e-6.
    /// </summary>
    [InRange(double.Epsilon, 1)]
    public double Tolerance { get; set; } = 1e-6;

    /// <summary>Where the fit is computed, a device with double precision; null (the default) is the CPU.</summary>
    public Device? Device { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinimumL2 > MaximumL2)
            yield return new ValidationResult($"expected at most MaximumL2, {MaximumL2}, found {MinimumL2}.", [nameof(MinimumL2)]);
    }
}
