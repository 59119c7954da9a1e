namespace SimClr.Core.Data;

/// <summary>Images divided at random so that each class is divided in the same proportion.</summary>
internal sealed class ClassBalancedSplit
{
    private readonly int[] _remaining;
    private readonly int[] _heldOut;

    private ClassBalancedSplit(int[] remaining, int[] heldOut) => (_remaining, _heldOut) = (remaining, heldOut);

    /// <summary>Indices of all images that are not held out, rising.</summary>
    public ReadOnlySpan<int> Remaining => _remaining;

    /// <summary>Indices of the images held out, rising.</summary>
    public ReadOnlySpan<int> HeldOut => _heldOut;

    /// <summary>
    /// Holds out a fraction of each class's images. A class of at least two images has at least one on either side; a single one remains.
    /// </summary>
    /// <param name="labels">One per image; <see cref="SourceContract.Unlabeled"/> is a class of its own.</param>
    /// <param name="fraction">The part to hold out, in (0, 1).</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of range.</exception>
    public static ClassBalancedSplit Of(ReadOnlySpan<int> labels, double fraction, long seed)
    {
        if (fraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Expected a fraction above 0 and below 1.");
        HashSet<int> heldOut = [.. ShuffledClasses.Of(labels, seed).SelectMany(members => members.Take(Share(members.Length, fraction)))];
        ILookup<bool, int> parts = Enumerable.Range(0, labels.Length).ToLookup(heldOut.Contains);
        return new ClassBalancedSplit([.. parts[false]], [.. parts[true]]);
    }

    private static int Share(int members, double fraction)
    {
        int share = (int)Math.Round(members * fraction, MidpointRounding.AwayFromZero);
        return Math.Clamp(share, Math.Min(1, members - 1), members - 1);
    }
}
