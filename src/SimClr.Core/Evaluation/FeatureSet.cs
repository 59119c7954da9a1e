using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;

namespace SimClr.Core.Evaluation;

/// <summary>The features of n images, with or without labels: what every evaluation works on.</summary>
/// <remarks>
/// Lives in managed memory, so nothing needs to be disposed. It borrows the arrays that it is given; nobody may change them afterwards.
/// All features are finite, all labels valid: that is checked once, here. Immutable; may be read by any number of threads.
/// </remarks>
public sealed class FeatureSet
{
    // Images that are read at once.
    private const int PixelBlock = 256;

    private readonly float[] _values;
    private readonly int[]? _labels;

    /// <summary>Wraps features and labels.</summary>
    /// <param name="values">The features, [n, F] row by row; at least one row, all finite.</param>
    /// <param name="dimension">F, at least 1.</param>
    /// <param name="labels">One label an image, from 0; null where the images have none.</param>
    /// <param name="classNames">Names of the classes, by label; null or empty where they have none.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, a feature is not finite, or a label is out of range; the message names the image.
    /// </exception>
    public FeatureSet(float[] values, int dimension, int[]? labels = null, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        if (values.Length == 0 || values.Length % dimension != 0)
        {
            throw new ArgumentException(
                $"Expected at least one row of {dimension} features, found {values.Length} values.",
                nameof(values));
        }

        int invalid = FeatureSetChecks.IndexOfNonFinite(values);
        if (invalid >= 0)
        {
            throw new ArgumentException(
                $"Feature {invalid % dimension} of image {invalid / dimension} is {values[invalid]}; all must be finite.",
                nameof(values));
        }

        Count = values.Length / dimension;
        Dimension = dimension;
        ClassNames = classNames ?? [];
        ClassCount = FeatureSetChecks.CountClasses(labels, Count, ClassNames.Count);
        _values = values;
        _labels = labels;
    }

    /// <summary>n, the number of images; at least 1.</summary>
    public int Count { get; }

    /// <summary>F, the number of features of an image; at least 1.</summary>
    public int Dimension { get; }

    /// <summary>All features, [n, F] row by row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>True where every image has a label.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>The labels, [n]; empty where there are none.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Names of the classes, by label; empty where they have none.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of classes: of the names, or else the greatest label plus one; 0 where there are neither.</summary>
    public int ClassCount { get; }

    /// <summary>The features of one image, [F].</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    public ReadOnlySpan<float> Row(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _values.AsSpan(index * Dimension, Dimension);
    }

    /// <summary>A copy of some of the images, in the order given.</summary>
    /// <param name="indices">Each in [0, <see cref="Count"/>); at least one, repetition allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public FeatureSet Subset(params ReadOnlySpan<int> indices)
    {
        float[] values = new float[checked(indices.Length * Dimension)];
        int[]? labels = HasLabels ? new int[indices.Length] : null;
        for (int i = 0; i < indices.Length; i++)
        {
            Row(indices[i]).CopyTo(values.AsSpan(i * Dimension, Dimension));
            if (labels is not null)
                labels[i] = Labels[indices[i]];
        }

        return new FeatureSet(values, Dimension, labels, ClassNames);
    }

    /// <summary>Holds out the same fraction of each class at random; both parts keep the order. As <see cref="SubsetSource.HoldOut"/> does it.</summary>
    /// <param name="fraction">
    /// In (0, 1), rounded to whole images in each class. A class of two images or more has some on both sides; a single one remains.
    /// </param>
    /// <param name="seed">The same seed splits alike.</param>
    /// <exception cref="InvalidOperationException">There are no labels, or no class of two images, so that none can be held out.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    public (FeatureSet Remaining, FeatureSet HeldOut) HoldOut(double fraction, long seed = 0)
    {
        if (!HasLabels)
            throw new InvalidOperationException("Expected features with labels, found none.");
        ClassBalancedSplit split = ClassBalancedSplit.Of(Labels, fraction, seed);
        if (split.HeldOut.Length == 0)
            throw new InvalidOperationException($"Expected a class of at least two images, but each of the {Count} images has its own.");
        return (Subset(split.Remaining), Subset(split.HeldOut));
    }

    /// <summary>Several features of the same images side by side, say of several sizes of each image: [N, F1 + F2 + ...].</summary>
    /// <param name="sets">At least one; each of the same images with the same labels, in the same order.</param>
    /// <exception cref="ArgumentException">
    /// There is none, or one has another number of images, other labels or other class names than the first.
    /// </exception>
    public static FeatureSet Concatenate(params ReadOnlySpan<FeatureSet> sets)
    {
        if (sets.IsEmpty)
            throw new ArgumentException("Expected at least one set of features, found none.", nameof(sets));
        FeatureSet first = sets[0];
        int dimension = 0;
        for (int i = 0; i < sets.Length; i++)
        {
            FeatureSetChecks.RequireSameImages(first, sets[i], i);
            dimension = checked(dimension + sets[i].Dimension);
        }

        float[] values = FeatureSetChecks.Allocate(first.Count, dimension);
        for (int image = 0, start = 0; image < first.Count; image++)
        {
            foreach (FeatureSet set in sets)
            {
                set.Row(image).CopyTo(values.AsSpan(start, set.Dimension));
                start += set.Dimension;
            }
        }

        return new FeatureSet(values, dimension, first.HasLabels ? [.. first.Labels] : null, first.ClassNames);
    }

    /// <summary>The pixels themselves as features, [C, H, W] in [0, 1]: the baseline that every representation has to beat.</summary>
    /// <param name="source">The images; all of one shape after the preprocessing.</param>
    /// <param name="preprocessing">Applied to each image; null leaves them as they are.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">
    /// The source is empty, the images differ in shape (the message names the first), only some have labels, or the pixels exceed the
    /// longest array.
    /// </exception>
    /// <exception cref="ImageReadException">An image cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static FeatureSet FromPixels(
        IImageSource source, IAugmentation? preprocessing = null, CancellationToken cancellationToken = default)
    {
        ImageBlockReader reader = new(source, preprocessing, PixelLayout.Planar, workers: 0);
        int[]? labels = SourceLabels.Read(source);
        float[] pixels = FeatureSetChecks.Allocate(source.Count, reader.Size.Length);
        foreach (ImageBlock block in reader.ReadAll(PixelBlock, cancellationToken))
            block.Pixels.CopyTo(pixels.AsSpan(block.First * reader.Size.Length));
        return new FeatureSet(pixels, reader.Size.Length, labels, source.ClassNames);
    }

    /// <summary>
    /// Writes the set as safetensors, all or nothing: <c>features</c> [n, F], <c>labels</c> [n] if there are any, and the names of the
    /// classes as JSON in the metadata.
    /// </summary>
    /// <param name="path">The file, by convention <c>.safetensors</c>; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path) => FeatureSetFile.Write(path, this);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Interop.SafeTensorsException">
    /// The file is damaged, or is no such file; the message says what was expected, and what was found.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static FeatureSet Load(string path) => FeatureSetFile.Read(path);
}
