using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>Some consecutive views among the 2N, all first or all second ones.</summary>
internal readonly record struct RowRange(long Start, long Length)
{
    /// <summary>
    /// Splits 2N views into ranges as equal as possible. None spans both halves of the batch, and both are split alike: so the partners of a range
    /// are a range too.
    /// </summary>
    public static IReadOnlyList<RowRange> Partition(long pairs, long largest)
    {
        long parts = (pairs + largest - 1) / largest;
        List<RowRange> ranges = [];
        for (long view = 0; view < 2; view++)
            for (long part = 0; part < parts; part++)
            {
                long start = pairs * part / parts;
                ranges.Add(new RowRange(view * pairs + start, pairs * (part + 1) / parts - start));
            }
        return ranges;
    }

    /// <summary>The range's rows of a tensor [2N, ...], as a view.</summary>
    public Tensor Of(Tensor tensor) => tensor.narrow(0, Start, Length);
}
