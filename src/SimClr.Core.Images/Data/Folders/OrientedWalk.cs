using SkiaSharp;

namespace SimClr.Core.Data.Folders;

/// <summary>How to walk over stored pixels so that the picture comes out upright (EXIF 2.3, tag Orientation).</summary>
/// <param name="Width">Of the upright picture.</param>
/// <param name="Height">Of the upright picture.</param>
/// <param name="Start">Number of the stored pixel that is the upright picture's top left.</param>
/// <param name="StepX">Stored pixels from one upright pixel to its right neighbor.</param>
/// <param name="StepY">Stored pixels from one upright pixel to the one below.</param>
internal readonly record struct OrientedWalk(int Width, int Height, int Start, int StepX, int StepY)
{
    public static OrientedWalk Of(ImageSize stored, SKEncodedOrigin origin)
    {
        (int width, int height) = stored;
        (int right, int bottom) = (width - 1, (height - 1) * width);
        return origin switch
        {
            SKEncodedOrigin.TopRight => new(width, height, right, -1, width),
            SKEncodedOrigin.BottomRight => new(width, height, right + bottom, -1, -width),
            SKEncodedOrigin.BottomLeft => new(width, height, bottom, 1, -width),
            SKEncodedOrigin.LeftTop => new(height, width, 0, width, 1),
            SKEncodedOrigin.RightTop => new(height, width, bottom, -width, 1),
            SKEncodedOrigin.RightBottom => new(height, width, right + bottom, -width, -1),
            SKEncodedOrigin.LeftBottom => new(height, width, right, width, -1),
            _ => new(width, height, 0, 1, width),
        };
    }
}
