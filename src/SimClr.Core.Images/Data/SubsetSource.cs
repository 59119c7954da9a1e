namespace SimClr.Core.Data;

/// <summary>Chosen images of another source, in a chosen order.</summary>
/// <remarks>Reads through to the other source, whose class names and labels it keeps. Thread-safe where that is.</remarks>
public sealed class SubsetSource : IImageSource
{
    private readonly IImageSource _source;
    private readonly int[] _indices;

    /// <summary>Creates a subset.</summary>
    /// <param name="source">The other source, borrowed.</param>
    /// <param name="indices">Indices into it; copied; an image may be chosen more than once.</param>
    /// <exception cref="ArgumentException">An index is out of range; its position is named.</exception>
    public SubsetSource(IImageSource source, IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(indices);
        (_source, _indices) = (source, [.. indices]);
        int wrong = Array.FindIndex(_indices, index => (uint)index >= (uint)source.Count);
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"Expected indices in [0, {source.Count}), but number {wrong} is {_indices[wrong]}.", nameof(indices));
        }
    }

    /// <inheritdoc/>
    public int Count => _indices.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => _source.ClassNames;

    /// <summary>The chosen indices of the other source.</summary>
    public IReadOnlyList<int> Indices => _indices.AsReadOnly();

    /// <summary>At most so many images, evenly from all classes and at random within each, in the order of the source.</summary>
    /// <param name="source">The source to choose from; images without a label count as one class.</param>
    /// <param name="count">
    /// At least 0. Classes that are used up leave their share to the others; all images where there are no more.
    /// </param>
    /// <param name="seed">The same seed chooses the same images, and a larger count only adds to a smaller one's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static SubsetSource Balanced(IImageSource source, int count, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        IEnumerable<int> chosen = ShuffledClasses.Of(source.ReadLabels(), seed)
            .SelectMany(members => members.Select((index, rank) => (index, rank)))
            .OrderBy(member => member.rank)
            .Take(count)
            .Select(member => member.index);
        return new SubsetSource(source, [.. chosen.Order()]);
    }

    /// <summary>
    /// The same fraction of each class at random, in the order of the source: the 1 % and 10 % of the labels that a network is fine-tuned
    /// on (paper, section 4.2).
    /// </summary>
    /// <param name="source">The source to choose from; images without a label are left out.</param>
    /// <param name="fraction">In (0, 1], rounded to whole images in each class, of which at least one is chosen.</param>
    /// <param name="seed">The same seed chooses the same images, and a larger fraction only adds to a smaller one's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not above 0 and at most 1.</exception>
    /// <exception cref="ArgumentException">No image has a label.</exception>
    public static SubsetSource FractionOfEachClass(IImageSource source, double fraction, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (fraction is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Expected a fraction above 0 and at most 1.");
        int[] labels = source.ReadLabels();
        if (Array.TrueForAll(labels, label => label == SourceContract.Unlabeled))
            throw new ArgumentException($"Expected images with labels, but none of the {labels.Length} images has one.", nameof(source));
        IEnumerable<int> chosen = ShuffledClasses.Of(labels, seed)
            .Where(members => labels[members[0]] != SourceContract.Unlabeled)
            .SelectMany(members => members.Take(Math.Max(1, (int)Math.Round(members.Length * fraction, MidpointRounding.AwayFromZero))));
        return new SubsetSource(source, [.. chosen.Order()]);
    }

    /// <summary>Holds out the same fraction of each class at random; both parts keep the order of the source.</summary>
    /// <param name="source">The source to split; images without a label count as one class.</param>
    /// <param name="fraction">
    /// In (0, 1), rounded to whole images in each class. A class of two images or more has some on both sides; a single one remains.
    /// </param>
    /// <param name="seed">The same seed splits alike.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    public static (SubsetSource Remaining, SubsetSource HeldOut) HoldOut(IImageSource source, double fraction, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        ClassBalancedSplit split = ClassBalancedSplit.Of(source.ReadLabels(), fraction, seed);
        return (new SubsetSource(source, split.Remaining.ToArray()), new SubsetSource(source, split.HeldOut.ToArray()));
    }

    /// <inheritdoc/>
    public Image Read(int index)
    {
        IndexGuard.Check(index, Count);
        return _source.ReadImage(_indices[index]);
    }

    /// <inheritdoc/>
    public int? GetLabel(int index)
    {
        IndexGuard.Check(index, Count);
        return _source.GetLabel(_indices[index]);
    }

    /// <summary>The file of one image, if the other source knows it.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public string? GetPath(int index)
    {
        IndexGuard.Check(index, Count);
        return _source.GetPath(_indices[index]);
    }
}
