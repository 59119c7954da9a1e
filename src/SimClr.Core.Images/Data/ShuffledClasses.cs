using SimClr.Core.Randomness;

namespace SimClr.Core.Data;

/// <summary>The indices of each class in random order.</summary>
internal static class ShuffledClasses
{
    /// <summary>One array per class that has images, by label; images without a label come first.</summary>
    public static IReadOnlyList<int[]> Of(ReadOnlySpan<int> labels, long seed)
    {
        int[] all = labels.ToArray();
        IEnumerable<IGrouping<int, int>> classes = Enumerable.Range(0, all.Length).GroupBy(index => all[index]);
        return [.. classes.OrderBy(group => group.Key).Select(group => Shuffled(group, seed))];
    }

    private static int[] Shuffled(IGrouping<int, int> group, long seed)
    {
        int[] members = [.. group];
        // A stream for each class: its choice does not depend on which other classes there are.
        new RandomStream(seed, RandomPurpose.Split, image: group.Key - SourceContract.Unlabeled).Shuffle<int>(members);
        return members;
    }
}
