using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using SimClr.Core.Validation;

namespace SimClr.Core.FineTuning;

/// <summary>
/// Options of <see cref="FineTuner"/>; the defaults are the paper's for fine-tuning on 10 % of the labels (appendix B.5).
/// </summary>
/// <remarks>
/// <see cref="ForFraction"/>, <see cref="LinearEvaluation"/> and <see cref="Supervised"/> give the others. The learning rate falls to 0 along
/// a cosine, as in the official code.
/// </remarks>
public sealed class FineTuningOptions : IValidatableObject
{
    /// <summary>
    /// Dense layers of the projection head that are kept between h and the linear layer: 0, the default, is h, as in SimCLR; 1 is what
    /// SimCLR v2 does with a head of three layers (arXiv 2006.10029, section 2). Range 0 to 16, and at most those that the head has.
    /// </summary>
    [InRange(0, 16)]
    public int HeadLayers { get; set; }

    /// <summary>
    /// The base learning rate that <see cref="LearningRateScaling"/> scales, by the images of a batch. Default 0.05 (B.5), of a batch of 256.
    /// Range 0 to 1000.
    /// </summary>
    [InRange(0.0, 1000.0)]
    public double LearningRate { get; set; } = 0.05;

    /// <summary>How the learning rate follows the batch size; linear by default (B.5).</summary>
    [Defined]
    public LearningRateScaling LearningRateScaling { get; set; } = LearningRateScaling.Linear;

    /// <summary>Momentum. Default 0.9 (B.5); range 0 to 1, exclusive.</summary>
    [InRange(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; set; } = 0.9;

    /// <summary>Whether the momentum is Nesterov's. Default true (B.5).</summary>
    public bool Nesterov { get; set; } = true;

    /// <summary>
    /// Weight decay (L2) of the adapted group of <see cref="ParameterGroups"/>. Default 0: the paper's fine-tuning has none (B.5). Range 0 to 1.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double WeightDecay { get; set; }

    /// <summary>
    /// Epochs, batch size, seed and all else of the loop. By default those of <see cref="TrainingOptions"/>, but for 30 epochs, no warm-up
    /// (B.5), and the left-over batch of an epoch, which counts: labels are few.
    /// </summary>
    [Required]
    [ValidateObjectMembers(typeof(TrainingOptionsValidator))]
    public TrainingOptions Training { get; set; } = new() { Epochs = 30, WarmupEpochs = 0, DropLastBatch = false };

    /// <summary>
    /// The paper's options for fine-tuning on a fraction of the labels: 60 epochs for 1 % or less, 30 for 10 % (B.5). The paper prints no
    /// number for all labels; they get 30, too.
    /// </summary>
    /// <param name="fraction">In (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not above 0 and at most 1.</exception>
    public static FineTuningOptions ForFraction(double fraction)
    {
        if (fraction is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Expected a fraction above 0 and at most 1.");
        FineTuningOptions options = new();
        options.Training.Epochs = fraction <= 0.01 ? 60 : 30;
        return options;
    }

    /// <summary>
    /// The paper's options for linear evaluation by SGD: as for fine-tuning, but with a learning rate of 0.1 B / 256 and 90 epochs (B.6).
    /// </summary>
    public static FineTuningOptions LinearEvaluation()
    {
        FineTuningOptions options = new() { LearningRate = 0.1 };
        options.Training.Epochs = 90;
        return options;
    }

    /// <summary>
    /// Options for the supervised network that pretraining is compared with. The paper tells its epochs, 90, 500 and 1000 (B.3), and not its
    /// optimizer: this is the usual one (Goyal et al. 2017, arXiv 1706.02677), 0.1 B / 256 after 5 epochs of warm-up, with a weight decay of 1e-4.
    /// </summary>
    /// <param name="epochs">
    /// For a comparison at the same budget, those of pretraining times its views. Default 90; at least 1. The warm-up is a tenth of a run
    /// shorter than 50 epochs.
    /// </param>
    public static FineTuningOptions Supervised(int epochs = 90)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        FineTuningOptions options = new() { LearningRate = 0.1, WeightDecay = 1e-4 };
        (options.Training.Epochs, options.Training.WarmupEpochs) = (epochs, Math.Min(5, epochs / 10.0));
        return options;
    }

    internal FineTuningOptions Copy()
    {
        FineTuningOptions copy = (FineTuningOptions)MemberwiseClone();
        copy.Training = Training.Copy();
        return copy;
    }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
        => NesterovRule.Check(Nesterov, Momentum);
}
