namespace SimClr.Core.Augmentation;

/// <summary>What <see cref="ColorJitter"/> draws for a view.</summary>
/// <param name="Brightness">Factor; 1 changes nothing. With <see cref="ColorFormulas.OfficialV1"/>, 1 plus the amount added.</param>
/// <param name="Contrast">Factor; 1 changes nothing.</param>
/// <param name="Saturation">Factor; 1 changes nothing.</param>
/// <param name="Hue">Shift as a fraction of the color circle, in [-0.5, 0.5]; 0 changes nothing.</param>
/// <param name="Order">Which of the 24 orders the four take, in [0, 24); see <see cref="ColorJitterOrder"/>.</param>
public readonly record struct ColorJitterParameters(float Brightness, float Contrast, float Saturation, float Hue, int Order);
