namespace SimClr.Core.Augmentation;

/// <summary>
/// Which implementation's formulas a <see cref="ColorJitter"/> follows. All clip to [0, 1] after each part, and turn hue in HSV space.
/// </summary>
public enum ColorFormulas
{
    /// <summary>
    /// torchvision: brightness multiplies; contrast blends with the mean of the gray image; saturation blends with the gray image.
    /// </summary>
    Torchvision,

    /// <summary>
    /// The paper's appendix A and the official code's "simclrv1": brightness adds a constant to all values; contrast spreads each channel
    /// around its own mean; saturation is scaled in HSV space.
    /// </summary>
    OfficialV1,

    /// <summary>The official code's "simclrv2", its default: as <see cref="OfficialV1"/>, but brightness multiplies.</summary>
    OfficialV2,
}
