using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>Some consecutive views among the 2N, all first or all second ones.</summary>
internal readonly record struct RowRange(long Start, long Length)
{
    /// <summary>Matrix products like a multiple of this many rows.</summary>
    private const long Granularity = 16;

    /// <summary>
    /// Splits 2N views into ranges of about the same length. None spans both halves of the batch, and both are split alike: so the partners
    /// of a range are a range too.
    /// </summary>
    public static IReadOnlyList<RowRange> Partition(long pairs, long largest)
    {
        long parts = (pairs + largest - 1) / largest;
        long even = (pairs + parts - 1) / parts;
        long length = Math.Min((even + Granularity - 1) / Granularity * Granularity, largest);
        List<RowRange> ranges = [];
        for (long view = 0; view < 2; view++)
            for (long start = 0; start < pairs; start += length)
                ranges.Add(new RowRange(view * pairs + start, Math.Min(length, pairs - start)));
        return ranges;
    }

    /// <summary>The range's rows of a tensor [2N, ...], as a view.</summary>
    public Tensor Of(Tensor tensor) => tensor.narrow(0, Start, Length);
}
