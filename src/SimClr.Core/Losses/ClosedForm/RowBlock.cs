using static TorchSharp.torch;

namespace SimClr.Core.Losses.ClosedForm;

/// <summary>Consecutive rows of [V*N, ...], all of one view.</summary>
/// <param name="View">The view, from 0.</param>
/// <param name="FirstImage">The image of the first row, from 0.</param>
/// <param name="Length">B, the number of rows.</param>
/// <param name="Images">N.</param>
internal readonly record struct RowBlock(int View, long FirstImage, long Length, long Images)
{
    /// <summary>Matrix products like a multiple of this many rows.</summary>
    private const long Granularity = 16;

    /// <summary>Index of the first row.</summary>
    public long Start => View * Images + FirstImage;

    /// <summary>
    /// Splits V*N rows into blocks of about the same length. None spans two views, and all views are split alike: so the other views of a
    /// block's images are blocks too.
    /// </summary>
    public static IReadOnlyList<RowBlock> Partition(int views, long images, long largest)
    {
        long parts = (images + largest - 1) / largest;
        long even = (images + parts - 1) / parts;
        long length = Math.Min((even + Granularity - 1) / Granularity * Granularity, largest);
        List<RowBlock> blocks = [];
        for (int view = 0; view < views; view++)
            for (long start = 0; start < images; start += length)
                blocks.Add(new RowBlock(view, start, Math.Min(length, images - start), images));
        return blocks;
    }

    /// <summary>The block's rows of a tensor [V*N, ...], as a view.</summary>
    public Tensor Of(Tensor tensor) => tensor.narrow(0, Start, Length);
}
