namespace SimClr.Core.Data;

/// <summary>The order of an image's samples in memory.</summary>
public enum PixelLayout
{
    /// <summary>Row by row, pixel by pixel, the channels of a pixel beside each other: [H, W, C].</summary>
    Interleaved,

    /// <summary>One plane a channel, each row by row: [C, H, W].</summary>
    Planar,
}
