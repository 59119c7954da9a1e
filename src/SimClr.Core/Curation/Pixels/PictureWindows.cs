namespace SimClr.Core.Curation.Pixels;

/// <summary>
/// What a picture looks like coarsely, as a whole and through windows: a part of it, cut out and scaled to any size, resembles one of them.
/// </summary>
/// <remarks>
/// 8 x 8 means over boxes of luma, without their mean and of length 1, so that products are correlations. They take no notice of brightness
/// and contrast, and a window that is off by some hundredths of the side changes little. An even picture gives zeros.
/// </remarks>
internal static class PictureWindows
{
    /// <summary>Numbers of a description.</summary>
    public const int Length = Side * Side;

    /// <summary>Windows of a picture, the whole among them.</summary>
    public const int Count = 16;

    private const int Side = 8;

    // A standard deviation of half a gray level.
    private const float LeastDeviation = 0.5f / 255;

    // Chosen on parts of 49 to 90 % of the area with any aspect ratio between those of their sides, see docs/curation.md.
    private static readonly PictureBox[] Boxes =
    [
        PictureBox.Whole,
        .. Grid(0.85f, 2),
        .. Grid(0.75f, 3),
        new PictureBox(0.03f, 0.12f, 0.97f, 0.88f),
        new PictureBox(0.12f, 0.03f, 0.88f, 0.97f),
    ];

    /// <summary>Describes a picture and its mirror image.</summary>
    /// <param name="thumbnail">The picture; null gives zeros.</param>
    /// <param name="plain">[<see cref="Length"/>].</param>
    /// <param name="mirrored">[<see cref="Length"/>].</param>
    public static void Whole(Thumbnail? thumbnail, Span<float> plain, Span<float> mirrored)
    {
        plain.Clear();
        if (thumbnail is not null)
            Describe(thumbnail.Sums(), PictureBox.Whole, plain);
        plain.CopyTo(mirrored);
        GridCorrelation.Mirror(mirrored, Side);
    }

    /// <summary>Describes all windows of a picture.</summary>
    /// <param name="thumbnail">The picture; null gives zeros.</param>
    /// <param name="windows">[<see cref="Length"/>, <see cref="Count"/>]: the windows are the lanes of a product with one description.</param>
    public static void All(Thumbnail? thumbnail, Span<float> windows)
    {
        windows.Clear();
        if (thumbnail is null)
            return;
        SummedArea sums = thumbnail.Sums();
        Span<float> one = stackalloc float[Length];
        for (int window = 0; window < Count; window++)
        {
            Describe(sums, Boxes[window], one);
            for (int i = 0; i < Length; i++)
                windows[i * Count + window] = one[i];
        }
    }

    private static IEnumerable<PictureBox> Grid(float size, int places)
    {
        for (int row = 0; row < places; row++)
        {
            for (int column = 0; column < places; column++)
            {
                (float top, float left) = (row * (1 - size) / (places - 1), column * (1 - size) / (places - 1));
                yield return new PictureBox(left, top, left + size, top + size);
            }
        }
    }

    private static void Describe(SummedArea picture, PictureBox box, Span<float> description)
    {
        picture.Sample(box, Side, Side, description);
        float mean = 0, square = 0;
        foreach (float value in description)
            mean += value / Length;
        foreach (ref float value in description)
        {
            value -= mean;
            square += value * value;
        }

        float scale = square > LeastDeviation * LeastDeviation * Length ? 1 / MathF.Sqrt(square) : 0;
        foreach (ref float value in description)
            value *= scale;
    }
}
