using SimClr.Core.Validation;

namespace SimClr.Core.Augmentation;

/// <summary>Options of <see cref="ColorJitter"/>; the defaults are the paper's with strength 1 (appendix A, "color distortion").</summary>
public sealed class ColorJitterOptions
{
    /// <summary>Brightness: the factor is uniform in [max(0, 1 - b), 1 + b]; 0.8 by default, 0 is off.</summary>
    [InRange(0.0, 10.0)]
    public double Brightness { get; set; } = 0.8;

    /// <summary>Contrast: the factor is uniform in [max(0, 1 - c), 1 + c]; 0.8 by default, 0 is off.</summary>
    [InRange(0.0, 10.0)]
    public double Contrast { get; set; } = 0.8;

    /// <summary>Saturation: the factor is uniform in [max(0, 1 - s), 1 + s]; 0.8 by default, 0 is off. Needs three channels.</summary>
    [InRange(0.0, 10.0)]
    public double Saturation { get; set; } = 0.8;

    /// <summary>
    /// Hue: the shift is uniform in [-h, h] of the color circle; 0.2 by default, 0 is off, 0.5 the whole circle. Needs three channels.
    /// </summary>
    [InRange(0.0, 0.5)]
    public double Hue { get; set; } = 0.2;

    /// <summary>Whose formulas are used; torchvision's by default.</summary>
    [Defined]
    public ColorFormulas Formulas { get; set; } = ColorFormulas.Torchvision;

    /// <summary>What to do with a view that has not three channels; refuse by default.</summary>
    [Defined]
    public NonRgbHandling NonRgb { get; set; } = NonRgbHandling.Throw;

    /// <summary>The four amounts of the paper for a strength s: 0.8 s, 0.8 s, 0.8 s and 0.2 s.</summary>
    /// <param name="strength">At least 0; 1 for ImageNet, 0.5 for CIFAR.</param>
    public static ColorJitterOptions OfStrength(double strength) => new()
    {
        Brightness = 0.8 * strength,
        Contrast = 0.8 * strength,
        Saturation = 0.8 * strength,
        Hue = 0.2 * strength,
    };
}
