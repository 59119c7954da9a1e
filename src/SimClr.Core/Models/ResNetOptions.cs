using System.ComponentModel.DataAnnotations;

namespace SimClr.Core.Models;

/// <summary>Options of a <see cref="ResNetEncoder"/>.</summary>
public sealed class ResNetOptions
{
    /// <summary>
    /// Factor on the number of channels of every layer; 64 times it must be a whole number. The paper uses 1, 2 and 4 (table 6); 0.25
    /// (16 base channels) suits small machines. Default 1; range 1/64 to 16.
    /// </summary>
    [Range(1 / 64.0, 16.0)]
    public double WidthMultiplier { get; set; } = 1;

    /// <summary>
    /// The layers in front of the first stage. Default <see cref="ResNetStem.ImageNet"/>; <see cref="ResNetStem.Cifar"/> suits images of
    /// up to about 64 pixels.
    /// </summary>
    [EnumDataType(typeof(ResNetStem))]
    public ResNetStem Stem { get; set; } = ResNetStem.ImageNet;

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
}
