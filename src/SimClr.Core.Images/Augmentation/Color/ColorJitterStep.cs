namespace SimClr.Core.Augmentation;

/// <summary>The four parts of <see cref="ColorJitter"/>.</summary>
public enum ColorJitterStep
{
    /// <summary>Scales all values.</summary>
    Brightness,

    /// <summary>Spreads the values around their mean.</summary>
    Contrast,

    /// <summary>Spreads the channels around the pixel's gray value.</summary>
    Saturation,

    /// <summary>Turns the hue.</summary>
    Hue,
}
