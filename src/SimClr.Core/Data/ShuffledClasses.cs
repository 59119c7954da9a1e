using SimClr.Core.Randomness;

namespace SimClr.Core.Data;

/// <summary>The indices of each class of a source in random order.</summary>
internal static class ShuffledClasses
{
    /// <summary>One array a class that has images, by label; images without a label come first.</summary>
    public static IReadOnlyList<int[]> Of(IImageSource source, long seed)
        => [.. Enumerable.Range(0, source.Count).GroupBy(index => source.GetLabel(index) ?? -1).OrderBy(group => group.Key).Select(group => Shuffled(group, seed))];

    private static int[] Shuffled(IGrouping<int, int> group, long seed)
    {
        int[] members = [.. group];
        // A stream for each class: its choice does not depend on which other classes there are.
        new RandomStream(seed, RandomPurpose.Split, image: group.Key + 1).Shuffle<int>(members);
        return members;
    }
}
