using System.ComponentModel.DataAnnotations;
using SimClr.Core.Validation;

namespace SimClr.Core.Augmentation;

/// <summary>
/// Options of <see cref="SimClrAugmentations.MultiCrop"/>; the defaults are SwAV's for ImageNet (Caron et al. 2020, section 4: 2 x 224 +
/// 6 x 96).
/// </summary>
public sealed class MultiCropOptions : IValidatableObject
{
    /// <summary>Number of large views; 2 by default.</summary>
    [InRange(1, 64)]
    public int LargeViews { get; set; } = 2;

    /// <summary>Number of small views; 6 by default.</summary>
    [InRange(0, 64)]
    public int SmallViews { get; set; } = 6;

    /// <summary>Side of the large views in pixels; 224 by default.</summary>
    [InRange(1, 65536)]
    public int LargeSize { get; set; } = 224;

    /// <summary>Side of the small views in pixels; 96 by default.</summary>
    [InRange(1, 65536)]
    public int SmallSize { get; set; } = 96;

    /// <summary>
    /// The area that divides the crops: large views take from it to the whole image, small ones from <see cref="MinimumArea"/> to it;
    /// 0.14 by default.
    /// </summary>
    [InRange(0.0, 1.0, MinimumIsExclusive = true)]
    public double DividingArea { get; set; } = 0.14;

    /// <summary>Smallest area of a small view's crop as a fraction of the image's; 0.05 by default.</summary>
    [InRange(0.0, 1.0, MinimumIsExclusive = true)]
    public double MinimumArea { get; set; } = 0.05;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinimumArea > DividingArea)
            yield return new ValidationResult($"MinimumArea ({MinimumArea}) must not exceed DividingArea ({DividingArea}).");
    }
}
