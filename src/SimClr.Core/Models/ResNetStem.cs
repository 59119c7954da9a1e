namespace SimClr.Core.Models;

/// <summary>The layers of a <see cref="ResNetEncoder"/> in front of its first stage.</summary>
public enum ResNetStem
{
    /// <summary>
    /// A 7x7 convolution with stride 2, then 3x3 max pooling with stride 2 (He et al. 2016): the first stage sees a quarter of each side.
    /// </summary>
    ImageNet,

    /// <summary>
    /// A 3x3 convolution with stride 1 and no max pooling, for images of about 32 pixels (SimCLR, appendix B.9): the first stage sees the
    /// full resolution.
    /// </summary>
    Cifar,

    /// <summary>
    /// Three 3x3 convolutions in place of the 7x7 one, the first with stride 2 and the first two of half the channels, then max pooling
    /// (ResNet-D, He et al. 2019; SimCLR v2's networks with selective kernels): the first stage sees a quarter of each side.
    /// </summary>
    Deep,
}
