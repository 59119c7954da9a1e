using System.ComponentModel.DataAnnotations;
using SimClr.Core.Optimization;
using SimClr.Core.Validation;

namespace SimClr.Core.Training.Callbacks;

/// <summary>Options of <see cref="OnlineLinearProbe"/>; the defaults are those of the paper's linear evaluation (appendix B.6).</summary>
public sealed class OnlineLinearProbeOptions : IValidatableObject
{
    /// <summary>
    /// The base learning rate that <see cref="LearningRateScaling"/> scales by the images of a batch; it falls to 0 along a cosine, which ends
    /// with the run. Default 0.1, of a batch of 256. Range 0 to 1000.
    /// </summary>
    [InRange(0.0, 1000.0)]
    public double LearningRate { get; set; } = 0.1;

    /// <summary>How the learning rate follows the batch size; linear by default.</summary>
    [Defined]
    public LearningRateScaling LearningRateScaling { get; set; } = LearningRateScaling.Linear;

    /// <summary>Momentum. Default 0.9; range 0 to 1, exclusive.</summary>
    [InRange(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; set; } = 0.9;

    /// <summary>Whether the momentum is Nesterov's. Default true.</summary>
    public bool Nesterov { get; set; } = true;

    /// <summary>Weight decay (L2) of the weights, not of the bias. Default 0; range 0 to 1.</summary>
    [InRange(0.0, 1.0)]
    public double WeightDecay { get; set; }

    internal OnlineLinearProbeOptions Copy() => (OnlineLinearProbeOptions)MemberwiseClone();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
        => NesterovRule.Check(Nesterov, Momentum);
}
