namespace SimClr.Core.Augmentation;

/// <summary>
/// How samples between pixels are computed when an image is resized. Both are antialiased: when shrinking, the filter widens with the
/// scale.
/// </summary>
public enum ResizeInterpolation
{
    /// <summary>Triangle filter; never leaves the range of its input.</summary>
    Bilinear,

    /// <summary>Cubic convolution with a = -0.5 (Keys 1981); sharper, overshoots at edges and is therefore clipped to [0, 1].</summary>
    Bicubic,
}
