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
}
