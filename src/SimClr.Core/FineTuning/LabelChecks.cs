using SimClr.Core.Data;
using SimClr.Core.Evaluation;

namespace SimClr.Core.FineTuning;

/// <summary>Whether labels are fit to learn from, and what to say where they are not.</summary>
internal static class LabelChecks
{
    /// <summary>What is wrong with a source's labels; null if nothing is.</summary>
    public static string? Problem(IImageSource images, int classes)
    {
        int[] labels = images.ReadLabels();
        if (Array.TrueForAll(labels, label => label == SourceContract.Unlabeled))
            return $"A classifier learns from labels, but none of the {labels.Length} images has one.";
        if (images.ClassNames.Count == 0)
        {
            return "A classifier learns from labels, but a batch has them only where the source names its classes: "
                + $"{images.GetType().Name}.{nameof(IImageSource.ClassNames)} is empty.";
        }

        int wrong = Array.FindIndex(labels, label => label < 0 || label >= classes);
        return wrong < 0 ? null : Describe(images.NameOf(wrong), labels[wrong], classes);
    }

    /// <summary>Whether images can be compared with predictions.</summary>
    /// <exception cref="ArgumentException">None of them has a label.</exception>
    public static void RequireSome(IImageSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Count > 0 && SourceLabels.Read(source) is null)
            throw new ArgumentException($"Expected a label for each of the {source.Count} images, found none.", nameof(source));
    }

    /// <summary>A copy of names of classes.</summary>
    /// <exception cref="ArgumentException">They are neither none nor one for each class.</exception>
    public static IReadOnlyList<string> RequireNames(IReadOnlyList<string> names, int classes)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count == 0 || names.Count == classes
            ? [.. names]
            : throw new ArgumentException($"Expected {classes} names of classes or none, found {names.Count}.", nameof(names));
    }

    /// <summary>What is wrong with the label of an image that has none, or one beyond the classes.</summary>
    /// <param name="image">The image, as messages name it.</param>
    /// <param name="label">Its label; below 0 if it has none.</param>
    /// <param name="classes">Number of classes.</param>
    public static string Describe(string image, int label, int classes) => label < 0
        ? $"A classifier learns from labels, but {image} has none: leave images without one out (SubsetSource)."
        : $"{SourceContract.Capitalized(image)} has label {label}, but the classifier has {classes} classes, 0 to {classes - 1}.";
}
