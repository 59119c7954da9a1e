namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Moves pixels without computing new ones.</summary>
internal static class PlaneGeometry
{
    /// <summary>Copies the part that two centered rectangles have in common; the rest of the result is left alone.</summary>
    public static void CopyCentered(ReadOnlySpan<float> source, ViewShape from, Span<float> result, ViewShape to)
    {
        (int fromTop, int toTop, int height) = Align(from.Height, to.Height);
        (int fromLeft, int toLeft, int width) = Align(from.Width, to.Width);
        for (int channel = 0; channel < from.Channels; channel++)
        {
            for (int row = 0; row < height; row++)
            {
                int at = (channel * from.Height + fromTop + row) * from.Width + fromLeft;
                source.Slice(at, width).CopyTo(result[((channel * to.Height + toTop + row) * to.Width + toLeft)..]);
            }
        }
    }

    /// <summary>The centered part of a view, of the given size or as much of it as the view has.</summary>
    public static CropBox Center(ViewShape shape, int height, int width)
    {
        (int top, _, int rows) = Align(shape.Height, height);
        (int left, _, int columns) = Align(shape.Width, width);
        return new CropBox(top, left, rows, columns);
    }

    /// <summary>Turns a plane counter-clockwise by one, two or three quarters.</summary>
    public static void Turn(ReadOnlySpan<float> source, ViewShape shape, int quarters, Span<float> result)
    {
        // Walking along a result's row is a walk through the source with a fixed step.
        (int height, int width) = (shape.Height, shape.Width);
        (int start, int alongRow, int nextRow) = quarters switch
        {
            1 => (width - 1, width, -1),
            2 => (height * width - 1, -1, -width),
            _ => ((height - 1) * width, -width, 1),
        };
        int rowLength = quarters == 2 ? width : height;
        for (int at = 0, row = start; at < result.Length; row += nextRow)
        {
            int end = at + rowLength;
            for (int from = row; at < end; at++, from += alongRow)
                result[at] = source[from];
        }
    }

    /// <summary>
    /// The mirrored index of a position beyond the edges, the edge itself not repeated: ... 2 1 | 0 1 2 ... n-1 | n-2 ...
    /// </summary>
    public static int Mirror(int position, int length)
    {
        if (length == 1)
            return 0;
        int period = 2 * (length - 1);
        int wrapped = Math.Abs(position) % period;
        return wrapped < length ? wrapped : period - wrapped;
    }

    // torchvision rounds the offset of a center crop to the nearest whole pixel, and pads the smaller half before.
    private static (int FromStart, int ToStart, int Length) Align(int from, int to) => from >= to
        ? ((int)Math.Round((from - to) / 2.0), 0, to)
        : (0, (to - from) / 2, from);
}
