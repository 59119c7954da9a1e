using SimClr.Core.Validation;

namespace SimClr.Core.Optimization;

/// <summary>Options of <see cref="LarsOptimizer"/>; the defaults are the paper's (section 2.2) and the official code's.</summary>
public sealed class LarsOptions
{
    /// <summary>
    /// The base learning rate that <see cref="LearningRateScaling"/> scales, in [0, 1000]; null, the default, takes the paper's for the
    /// rule: 0.3 for a batch of 256, or 0.075 times the root of the batch size.
    /// </summary>
    [InRange(0.0, 1000.0)]
    public double? LearningRate { get; set; }

    /// <summary>How the learning rate follows the batch size; linear by default.</summary>
    [Defined]
    public LearningRateScaling LearningRateScaling { get; set; } = LearningRateScaling.Linear;

    /// <summary>m, in [0, 1); 0.9 by default.</summary>
    [InRange(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; set; } = 0.9;

    /// <summary>w, in [0, 1]; 1e-6 by default. For the adapted parameters only.</summary>
    [InRange(0.0, 1.0)]
    public double WeightDecay { get; set; } = 1e-6;

    /// <summary>
    /// eta, above 0 and at most 1: the share of a parameter's norm that a step at learning rate 1 moves it; 0.001 by default.
    /// </summary>
    [InRange(0.0, 1.0, MinimumIsExclusive = true)]
    public double TrustCoefficient { get; set; } = 0.001;

    /// <summary>Whether the learning rate is inside the momentum buffer; the official form by default.</summary>
    [Defined]
    public LarsVariant Variant { get; set; } = LarsVariant.LearningRateInMomentum;

    /// <summary>Whether the momentum is Nesterov's; false by default.</summary>
    public bool Nesterov { get; set; }
}
