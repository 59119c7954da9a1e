using SimClr.Core.Augmentation;

namespace SimClr.Core.Loading;

/// <summary>The views of one shape that are made of each image: SimCLR has one group of 2; multi-crop has 2 large and 6 small.</summary>
/// <param name="Shape">Shape of each view, [C, H, W].</param>
/// <param name="Views">Number of views of each image, V.</param>
public sealed record ViewGroup(ViewShape Shape, int Views);
