using System.ComponentModel.DataAnnotations;
using SimClr.Core.Validation;

namespace SimClr.Core.Augmentation;

/// <summary>Options of <see cref="GaussianBlur"/>; the defaults are the paper's (appendix A, "Gaussian blur").</summary>
public sealed class GaussianBlurOptions : IValidatableObject
{
    /// <summary>Smallest standard deviation in pixels; 0.1 by default.</summary>
    [InRange(0.0, 1000.0, MinimumIsExclusive = true)]
    public double MinimumSigma { get; set; } = 0.1;

    /// <summary>Largest standard deviation in pixels; 2 by default.</summary>
    [InRange(0.0, 1000.0, MinimumIsExclusive = true)]
    public double MaximumSigma { get; set; } = 2;

    /// <summary>
    /// Number of taps of the kernel, odd; null, the default, takes a tenth of the view's height, cut to a whole number and made odd:
    /// 23 at 224 pixels, 3 at 32.
    /// </summary>
    [InRange(1, 4097)]
    public int? KernelSize { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinimumSigma > MaximumSigma)
            yield return new ValidationResult($"MinimumSigma ({MinimumSigma}) must not exceed MaximumSigma ({MaximumSigma}).");
        if (KernelSize is { } size && size % 2 == 0)
            yield return new ValidationResult($"KernelSize must be odd, but is {size}.");
    }
}
