namespace SimClr.Core.Data;

/// <summary>The channels that image files are decoded to.</summary>
public enum ImageChannels
{
    /// <summary>Red, green, blue; a gray file gives three equal ones.</summary>
    Rgb,

    /// <summary>One: a color file's luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601).</summary>
    Gray,

    /// <summary>
    /// As many as the file has, opacity aside: one of gray files, three of color files, any number of TIFF files. Images of one source must
    /// agree in it for a training run.
    /// </summary>
    AsStored,
}
