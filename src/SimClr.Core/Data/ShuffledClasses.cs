using SimClr.Core.Randomness;

namespace SimClr.Core.Data;

/// <summary>The indices of each class of a source in random order.</summary>
internal static class ShuffledClasses
{
    private const int Unlabeled = -1;

    /// <summary>One array a class that has images, by label; images without a label come first.</summary>
    public static IReadOnlyList<int[]> Of(IImageSource source, long seed)
    {
        IEnumerable<IGrouping<int, int>> classes = Enumerable.Range(0, source.Count).GroupBy(index => source.GetLabel(index) ?? Unlabeled);
        return [.. classes.OrderBy(group => group.Key).Select(group => Shuffled(group, seed))];
    }

    private static int[] Shuffled(IGrouping<int, int> group, long seed)
    {
        int[] members = [.. group];
        // A stream for each class: its choice does not depend on which other classes there are.
        new RandomStream(seed, RandomPurpose.Split, image: group.Key - Unlabeled).Shuffle<int>(members);
        return members;
    }
}
