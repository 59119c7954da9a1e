using System.ComponentModel.DataAnnotations;
using SimClr.Core.Validation;

namespace SimClr.Core.Augmentation;

/// <summary>
/// Options of <see cref="RandomResizedCrop"/>; the defaults are the paper's (appendix A, "random crop and resize to 224 x 224").
/// </summary>
public sealed class RandomResizedCropOptions : IValidatableObject
{
    /// <summary>Height of the result in pixels; 224 by default.</summary>
    [InRange(1, 65536)]
    public int Height { get; set; } = 224;

    /// <summary>Width of the result in pixels; 224 by default.</summary>
    [InRange(1, 65536)]
    public int Width { get; set; } = 224;

    /// <summary>Smallest area of the crop as a fraction of the image's, the first number of torchvision's <c>scale</c>; 0.08 by default.</summary>
    [InRange(0.0, 1.0, MinimumIsExclusive = true)]
    public double MinimumArea { get; set; } = 0.08;

    /// <summary>Largest area of the crop as a fraction of the image's, the second number of torchvision's <c>scale</c>; 1 by default.</summary>
    [InRange(0.0, 1.0, MinimumIsExclusive = true)]
    public double MaximumArea { get; set; } = 1;

    /// <summary>Smallest ratio of the crop's width to its height, the first number of torchvision's <c>ratio</c>; 3/4 by default.</summary>
    [InRange(0.001, 1000.0)]
    public double MinimumAspectRatio { get; set; } = 3.0 / 4;

    /// <summary>Largest ratio of the crop's width to its height, the second number of torchvision's <c>ratio</c>; 4/3 by default.</summary>
    [InRange(0.001, 1000.0)]
    public double MaximumAspectRatio { get; set; } = 4.0 / 3;

    /// <summary>How often an area and a ratio are drawn until they fit, before a center crop is taken; 10 by default.</summary>
    [InRange(1, 1000)]
    public int Attempts { get; set; } = 10;

    /// <summary>The resampling filter; bilinear by default (the official code uses bicubic).</summary>
    [Defined]
    public ResizeInterpolation Interpolation { get; set; } = ResizeInterpolation.Bilinear;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinimumArea > MaximumArea)
            yield return new ValidationResult($"MinimumArea ({MinimumArea}) must not exceed MaximumArea ({MaximumArea}).");
        (double minimum, double maximum) = (MinimumAspectRatio, MaximumAspectRatio);
        if (minimum > maximum)
            yield return new ValidationResult($"MinimumAspectRatio ({minimum}) must not exceed MaximumAspectRatio ({maximum}).");
    }
}
