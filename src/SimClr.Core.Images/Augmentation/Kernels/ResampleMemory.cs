namespace SimClr.Core.Augmentation.Kernels;

/// <summary>The working memory of a resize, in floats.</summary>
internal readonly struct ResampleMemory
{
    /// <summary>64 MiB. A resize of photographs takes a hundredth of it; only images of millions of pixels in a row take more.</summary>
    private const long MostFloats = 1 << 24;

    public ResampleMemory(in ResampleAxis x, in ResampleAxis y, int pitch)
    {
        Horizontal = ResampleTaps.MemoryLength(x, pitch);
        Vertical = ResampleTaps.MemoryLength(y, y.Length);
        Lane = PixelRows.LaneLength(x.Extent);
        Line = Lane + PixelRows.GroupSize;
        Ring = (long)y.MaximumTaps * PixelRows.GroupSize * pitch;
        Total = Horizontal + Vertical + Lane + Line + Ring + y.MaximumTaps;
    }

    public long Horizontal { get; }

    public long Vertical { get; }

    public long Lane { get; }

    public long Line { get; }

    public long Ring { get; }

    /// <summary>All together, and room for the offset of each of a row's taps.</summary>
    public long Total { get; }

    /// <summary>The total, if a resize may take so much.</summary>
    /// <exception cref="ArgumentException">It is more.</exception>
    public int Checked(ViewShape from, ViewShape to) => Total <= MostFloats
        ? (int)Total
        : throw new ArgumentException(
            $"Resizing a view {from} to {to} would take {Total * sizeof(float) >> 20:N0} MiB of working memory, more than the "
            + $"{MostFloats * sizeof(float) >> 20} allowed. Crop such long images first, or leave them out.");
}
