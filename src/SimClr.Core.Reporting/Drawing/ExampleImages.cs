using SimClr.Core.Data;

namespace SimClr.Core.Reporting.Drawing;

/// <summary>Picks the images that a grid shows.</summary>
internal static class ExampleImages
{
    private const int Usual = 10;

    /// <summary>
    /// Indices of at most <paramref name="count"/> images: of every class as many as of any other, or spread evenly where there are no
    /// labels.
    /// </summary>
    public static IReadOnlyList<int> Choose(IImageSource source, int count = Usual)
    {
        count = Math.Min(count, source.Count);
        return source.ClassNames.Count == 0 ? Spread(source.Count, count) : OfEachClass(source, count);
    }

    private static int[] Spread(int images, int count)
        => [.. Enumerable.Range(0, count).Select(number => (int)((long)number * images / count))];

    private static int[] OfEachClass(IImageSource source, int count)
    {
        IEnumerable<IGrouping<int?, int>> classes = Enumerable.Range(0, source.Count).GroupBy(source.GetLabel)
            .OrderBy(members => members.Key);
        IEnumerable<(int Round, int Index)> rounds = classes
            .SelectMany(members => members.Take(count).Select((index, round) => (round, index)));
        return [.. rounds.OrderBy(image => image.Round).Take(count).Select(image => image.Index)];
    }
}
