namespace SimClr.Core.Curation.Pixels;

/// <summary>Where a template was found on the grid, and its correlation there.</summary>
internal readonly record struct CropPlace(float Correlation, int Top, int Left, int Height, int Width)
{
    /// <summary>Worse than any.</summary>
    public static CropPlace Nowhere { get; } = new(-1, 0, 0, CropTemplates.Side, CropTemplates.Side);

    /// <summary>As a part of the picture.</summary>
    public PictureBox Box => new(
        (float)Left / CropTemplates.Side,
        (float)Top / CropTemplates.Side,
        (float)(Left + Width) / CropTemplates.Side,
        (float)(Top + Height) / CropTemplates.Side);
}
