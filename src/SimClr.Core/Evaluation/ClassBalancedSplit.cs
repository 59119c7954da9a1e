using SimClr.Core.Randomness;

namespace SimClr.Core.Evaluation;

/// <summary>Divides labelled images at random so that each class is divided in the same proportion.</summary>
internal sealed class ClassBalancedSplit
{
    private readonly int[] _selected;
    private readonly int[] _remaining;

    /// <summary>Selects a fraction of each class's images; a class of at least two images has at least one on either side.</summary>
    /// <param name="labels">One label an image, none negative.</param>
    /// <param name="fraction">The part to select, in (0, 1).</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of range.</exception>
    /// <exception cref="ArgumentException">A label is negative; the message names the image.</exception>
    public ClassBalancedSplit(ReadOnlySpan<int> labels, double fraction, long seed)
    {
        if (!(fraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Expected a fraction in (0, 1).");
        int[] classes = labels.ToArray();
        int invalid = Array.FindIndex(classes, label => label < 0);
        if (invalid >= 0)
            throw new ArgumentException($"Label {classes[invalid]} of image {invalid} is negative.", nameof(labels));
        List<int> selected = [];
        List<int> remaining = [];
        IEnumerable<IGrouping<int, int>> groups = Enumerable.Range(0, classes.Length).GroupBy(image => classes[image]);
        foreach (IGrouping<int, int> members in groups.OrderBy(group => group.Key))
        {
            int[] shuffled = [.. members];
            new RandomStream(seed, RandomPurpose.Split, image: members.Key).Shuffle<int>(shuffled);
            int share = Math.Clamp((int)Math.Round(fraction * shuffled.Length), Math.Min(1, shuffled.Length - 1), shuffled.Length - 1);
            selected.AddRange(shuffled.AsSpan(0, share));
            remaining.AddRange(shuffled.AsSpan(share));
        }

        selected.Sort();
        remaining.Sort();
        _selected = [.. selected];
        _remaining = [.. remaining];
    }

    /// <summary>Indices of the selected images, rising.</summary>
    public ReadOnlySpan<int> Selected => _selected;

    /// <summary>Indices of all other images, rising.</summary>
    public ReadOnlySpan<int> Remaining => _remaining;
}
