using System.ComponentModel.DataAnnotations;

namespace SimClr.Core.Models;

/// <summary>Options of a <see cref="ResNetEncoder"/>.</summary>
public sealed class ResNetOptions : IValidatableObject
{
    /// <summary>
    /// Factor on the number of channels of every layer; 64 times it must be a whole number. The paper uses 1, 2 and 4 (table 6); 0.25
    /// (16 base channels) suits small machines. Default 1; range 1/64 to 16.
    /// </summary>
    [Range(1 / 64.0, 16.0)]
    public double WidthMultiplier { get; set; } = 1;

    /// <summary>
    /// True for images of about 32 pixels: the first convolution is 3x3 with stride 1 and the first max pooling is left out
    /// (paper, appendix B.9). Default false: 7x7 with stride 2, then 3x3 max pooling with stride 2.
    /// </summary>
    public bool SmallImages { get; set; }

    /// <summary>Channels of the images. Default 3; range 1 to 1024.</summary>
    [Range(1, 1024)]
    public int InputChannels { get; set; } = 3;

    /// <summary>
    /// True: the scale of each block's last batch norm begins at zero, so that every block begins as the identity (Goyal et al. 2017; the
    /// official SimCLR code does so). Default false, as in torchvision.
    /// </summary>
    public bool ZeroInitializeResidual { get; set; }

    /// <summary>Arithmetic of the layers. Default <see cref="Precision.Float32"/>, the same numbers on most machines.</summary>
    [EnumDataType(typeof(Precision))]
    public Precision Precision { get; set; } = Precision.Float32;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        double channels = WidthMultiplier * ResNetEncoder.StandardBaseChannels;
        if (!double.IsFinite(channels) || channels != Math.Floor(channels))
        {
            yield return new ValidationResult(
                $"64 times it must be a whole number of channels, but 64 x {WidthMultiplier} = {channels}.", [nameof(WidthMultiplier)]);
        }
    }
}
