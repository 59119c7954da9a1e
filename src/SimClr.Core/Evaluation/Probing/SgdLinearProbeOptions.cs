using System.ComponentModel.DataAnnotations;
using SimClr.Core.Optimization;
using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>Options of <see cref="SgdLinearProbe"/>; the defaults are the paper's (appendix B.6) but for the batch size.</summary>
public sealed class SgdLinearProbeOptions : IValidatableObject
{
    /// <summary>Passes over the features. Default 90 (B.6); range 1 to 1,000,000.</summary>
    [InRange(1, 1_000_000)]
    public int Epochs { get; set; } = 90;

    /// <summary>
    /// Images a step; the last step of an epoch has those that are left. Default 256 (the paper: 4096). Range 1 to 1,048,576.
    /// </summary>
    [InRange(1, 1 << 20)]
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// The base learning rate that <see cref="LearningRateScaling"/> scales, of a batch of 256; it falls to 0 along a cosine. Default 0.1 (B.6).
    /// Range 0 to 1000.
    /// </summary>
    [InRange(0.0, 1000.0)]
    public double LearningRate { get; set; } = 0.1;

    /// <summary>How the learning rate follows the batch size; linear by default (B.6).</summary>
    [Defined]
    public LearningRateScaling LearningRateScaling { get; set; } = LearningRateScaling.Linear;

    /// <summary>Momentum. Default 0.9 (B.6); range 0 to 1, exclusive.</summary>
    [InRange(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; set; } = 0.9;

    /// <summary>Whether the momentum is Nesterov's. Default true (B.6).</summary>
    public bool Nesterov { get; set; } = true;

    /// <summary>Weight decay (L2) of the weights, not of the bias. Default 0: the paper has none (B.6). Range 0 to 1.</summary>
    [InRange(0.0, 1.0)]
    public double WeightDecay { get; set; }

    /// <summary>
    /// Whether features are brought to mean 0 and deviation 1 first, as <see cref="LinearProbe"/> does; the result takes plain features all the
    /// same. Default false, as in the paper. Helps where features are much smaller or larger than 1.
    /// </summary>
    public bool Standardize { get; set; }

    /// <summary>Order of the images in each epoch: the same seed, the same bits. Default 0.</summary>
    public long Seed { get; set; }

    /// <summary>Where the fit is computed; null (the default) is the CPU.</summary>
    public Device? Device { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
        => NesterovRule.Check(Nesterov, Momentum);
}
