using System.ComponentModel.DataAnnotations;
using SimClr.Core.Validation;

namespace SimClr.Core.Models;

/// <summary>Options of a <see cref="ResNetEncoder"/>.</summary>
public sealed class ResNetOptions : IValidatableObject
{
    /// <summary>
    /// Factor on the number of channels of every layer; 64 times it must be a whole number. The paper uses 1, 2 and 4 (table 6); 0.25
    /// (16 base channels) suits small machines. Default 1; range 1/64 to 16.
    /// </summary>
    [InRange(1 / 64.0, 16.0)]
    public double WidthMultiplier { get; set; } = 1;

    /// <summary>
    /// The layers in front of the first stage. Default <see cref="ResNetStem.ImageNet"/>; <see cref="ResNetStem.Cifar"/> suits images of
    /// up to about 64 pixels.
    /// </summary>
    [Defined]
    public ResNetStem Stem { get; set; } = ResNetStem.ImageNet;

    /// <summary>
    /// True: a shortcut that halves the resolution does so by 2x2 average pooling before its 1x1 convolution, instead of leaving out three
    /// of four pixels. With <see cref="ResNetStem.Deep"/> this is ResNet-D (He et al. 2019). Default false.
    /// </summary>
    public bool AveragePoolShortcut { get; set; }

    /// <summary>
    /// Selective kernels (Li et al. 2019) in the form of SimCLR v2: each block's strided 3x3 convolution gives two streams, mixed by weights
    /// that all channels decide through a layer of this share of their number (at least 32). SimCLR v2 uses 1/16, together with ResNet-D.
    /// In basic blocks it is the first convolution, as in timm. Default 0: none. Range 0 to 1.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double SelectiveKernelRatio { get; set; }

    /// <summary>
    /// Squeeze-and-excitation (Hu et al. 2018): each block's output channels are weighed by gates that all of them decide through a layer
    /// of this share of their number (the nearest multiple of 8). The paper uses 1/16. Default 0: none. Range 0 to 1.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double SqueezeExcitationRatio { get; set; }

    /// <summary>Channels of the images. Default 3; range 1 to 1024.</summary>
    [InRange(1, 1024)]
    public int InputChannels { get; set; } = 3;

    /// <summary>
    /// True: the scale of each block's last batch norm begins at zero, so that every block begins as the identity (Goyal et al. 2017; the
    /// official SimCLR code does so). Default false, as in torchvision.
    /// </summary>
    public bool ZeroInitializeResidual { get; set; }

    /// <summary>Arithmetic of the layers. Default <see cref="Precision.Float32"/>, the same numbers on most machines.</summary>
    [Defined]
    public Precision Precision { get; set; } = Precision.Float32;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        double channels = WidthMultiplier * ResNetEncoder.StandardBaseChannels;
        if (!double.IsFinite(channels) || channels != Math.Floor(channels))
        {
            yield return new ValidationResult(
                $"64 times it must be a whole number of channels, but 64 x {WidthMultiplier} = {channels}.", [nameof(WidthMultiplier)]);
        }
        else if (Stem == ResNetStem.Deep && channels % 2 != 0)
        {
            yield return new ValidationResult(
                $"A deep stem begins with half the channels, but 64 x {WidthMultiplier} = {channels} is odd.", [nameof(WidthMultiplier)]);
        }
    }
}
