namespace SimClr.Core.Data.Tiff;

/// <summary>A strip or tile: where its pixels belong.</summary>
/// <param name="Number">Its place in the lists of offsets and lengths.</param>
/// <param name="Plane">The channel, if each has blocks of its own; else 0.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Width">Columns that are inside the picture.</param>
/// <param name="Height">Rows that are inside the picture.</param>
internal readonly record struct TiffBlock(long Number, int Plane, int Left, int Top, int Width, int Height)
{
    /// <summary>Number of blocks of a picture.</summary>
    public static long CountOf(TiffLayout layout) => Across(layout) * Down(layout) * (layout.IsPlanar ? layout.Samples : 1);

    /// <summary>They come row by row, plane after plane.</summary>
    public static TiffBlock Of(TiffLayout layout, long number)
    {
        long inPlane = Across(layout) * Down(layout);
        (long down, long across) = Math.DivRem(number % inPlane, Across(layout));
        (int left, int top) = ((int)(across * layout.Block.Width), (int)(down * layout.Block.Height));
        return new TiffBlock(
            number,
            (int)(number / inPlane),
            left,
            top,
            Math.Min(layout.Block.Width, layout.Size.Width - left),
            Math.Min(layout.Block.Height, layout.Size.Height - top));
    }

    private static long Across(TiffLayout layout) => ((long)layout.Size.Width + layout.Block.Width - 1) / layout.Block.Width;

    private static long Down(TiffLayout layout) => ((long)layout.Size.Height + layout.Block.Height - 1) / layout.Block.Height;
}
