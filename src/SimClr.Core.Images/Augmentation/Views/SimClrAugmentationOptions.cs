using System.ComponentModel.DataAnnotations;
using SimClr.Core.Validation;

namespace SimClr.Core.Augmentation;

/// <summary>
/// Options of the pipelines of <see cref="SimClrAugmentations"/>; the defaults are the paper's for ImageNet (appendix A).
/// </summary>
public sealed class SimClrAugmentationOptions : IValidatableObject
{
    /// <summary>Side of the views in pixels; 224 by default.</summary>
    [InRange(1, 65536)]
    public int Size { get; set; } = 224;

    /// <summary>Smallest area of the crop as a fraction of the image's, the first number of torchvision's <c>scale</c>; 0.08 by default.</summary>
    [InRange(0.0, 1.0, MinimumIsExclusive = true)]
    public double MinimumArea { get; set; } = 0.08;

    /// <summary>Largest area of the crop as a fraction of the image's, the second number of torchvision's <c>scale</c>; 1 by default.</summary>
    [InRange(0.0, 1.0, MinimumIsExclusive = true)]
    public double MaximumArea { get; set; } = 1;

    /// <summary>The crop's resampling filter; bilinear by default (the official code uses bicubic).</summary>
    [Defined]
    public ResizeInterpolation Interpolation { get; set; } = ResizeInterpolation.Bilinear;

    /// <summary>Probability of the horizontal flip; 0.5 by default.</summary>
    [InRange(0.0, 1.0)]
    public double FlipProbability { get; set; } = 0.5;

    /// <summary>The paper's s, the strength of the color distortion; 1 by default (CIFAR: 0.5).</summary>
    [InRange(0.0, 2.5)]
    public double Strength { get; set; } = 1;

    /// <summary>Whose formulas the color jitter follows; torchvision's by default.</summary>
    [Defined]
    public ColorFormulas Formulas { get; set; } = ColorFormulas.Torchvision;

    /// <summary>Probability of the blur; 0.5 by default, 0 leaves it out (CIFAR).</summary>
    [InRange(0.0, 1.0)]
    public double BlurProbability { get; set; } = 0.5;

    /// <summary>What color operations do with images that have not three channels; refuse by default.</summary>
    [Defined]
    public NonRgbHandling NonRgb { get; set; } = NonRgbHandling.Throw;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinimumArea > MaximumArea)
            yield return new ValidationResult($"MinimumArea ({MinimumArea}) must not exceed MaximumArea ({MaximumArea}).");
    }
}
