namespace SimClr.Core.Evaluation;

/// <summary>The checks that feature sets must pass, each with a message that says where.</summary>
internal static class FeatureSetChecks
{
    /// <summary>Index of the first value that is NaN or infinite, or -1.</summary>
    public static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                return i;
        return -1;
    }

    /// <summary>Checks labels against the number of images and of class names; returns the number of classes.</summary>
    public static int CountClasses(int[]? labels, int images, int names)
    {
        if (labels is null)
            return names;
        if (labels.Length != images)
            throw new ArgumentException($"Expected one label an image ({images}), found {labels.Length}.", nameof(labels));
        int limit = names > 0 ? names : int.MaxValue;
        int invalid = Array.FindIndex(labels, label => label < 0 || label >= limit);
        if (invalid >= 0)
            throw new ArgumentException($"Label {labels[invalid]} of image {invalid} is not in [0, {limit}).", nameof(labels));
        return names > 0 ? names : labels.Max() + 1;
    }

    /// <summary>The labels of a set that must have them.</summary>
    public static ReadOnlySpan<int> RequireLabels(FeatureSet set, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(set, parameterName);
        if (!set.HasLabels)
            throw new ArgumentException($"Expected a label for each of the {set.Count} images, found none.", parameterName);
        return set.Labels;
    }

    /// <summary>Checks that a set has the dimension of the one that it meets.</summary>
    public static void RequireDimension(FeatureSet set, int dimension, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(set, parameterName);
        if (set.Dimension != dimension)
            throw new ArgumentException($"Expected features of dimension {dimension}, found {set.Dimension}.", parameterName);
    }

    /// <summary>Checks that a set is of the same images as the first of several.</summary>
    public static void RequireSameImages(FeatureSet first, FeatureSet other, int index)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count != first.Count)
        {
            throw new ArgumentException(
                $"Expected sets of the same images: set 0 has {first.Count} of them, set {index} has {other.Count}.");
        }

        if (!other.Labels.SequenceEqual(first.Labels) || !other.ClassNames.SequenceEqual(first.ClassNames))
            throw new ArgumentException($"Expected sets of the same images: set {index} has other labels or class names than set 0.");
    }

    /// <summary>Checks that sets are of at least two views of the same images, at least two.</summary>
    public static void RequireViews(IReadOnlyList<FeatureSet> views, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(views, parameterName);
        if (views.Count < 2)
            throw new ArgumentException($"Expected at least two views of each image, found {views.Count}.", parameterName);
        foreach (FeatureSet view in views)
        {
            RequireDimension(view, views[0].Dimension, parameterName);
            if (view.Count != views[0].Count || view.Count < 2)
            {
                throw new ArgumentException(
                    $"Expected views of the same images, at least two, found {views[0].Count} and {view.Count} images.", parameterName);
            }
        }
    }

    /// <summary>Memory for [n, F] features.</summary>
    public static float[] Allocate(int images, int dimension)
    {
        long length = (long)images * dimension;
        return length <= Array.MaxLength
            ? new float[length]
            : throw new ArgumentException(
                $"{images} images of {dimension} features are {length} values; "
                + $"at most {Array.MaxLength} fit into one set. Evaluate a subset.");
    }
}
