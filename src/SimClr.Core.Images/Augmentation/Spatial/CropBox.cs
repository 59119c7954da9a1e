namespace SimClr.Core.Augmentation;

/// <summary>A rectangle of pixels inside an image.</summary>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Height">Number of rows, at least 1.</param>
/// <param name="Width">Number of columns, at least 1.</param>
public readonly record struct CropBox(int Top, int Left, int Height, int Width)
{
    /// <summary>The whole of an image.</summary>
    public static CropBox Whole(ViewShape shape) => new(0, 0, shape.Height, shape.Width);

    /// <inheritdoc/>
    public override string ToString() => $"{Width} x {Height} at ({Left}, {Top})";

    internal CropBox Inside(ViewShape shape)
    {
        bool fits = Top >= 0 && Left >= 0 && Height > 0 && Width > 0 && Height <= shape.Height - Top && Width <= shape.Width - Left;
        return fits ? this : throw new ArgumentException($"The crop {this} is not inside the view {shape}.", nameof(shape));
    }
}
