using SimClr.Core.Augmentation;

namespace SimClr.Core.Evaluation;

/// <summary>
/// What a <see cref="FeatureExtractor"/> takes from the network as the features of an image: which layers, of which views of the image,
/// and how they are joined. By default the representation h of the image as it is.
/// </summary>
/// <remarks>
/// A part is the output of one layer for one view. The layers of a view stand side by side, in the order of <see cref="Layers"/>; the
/// views are then joined by <see cref="Join"/>. Immutable; may be shared.
/// </remarks>
/// <example>
/// h and the hidden layer of the head, of an image and its mirror image, averaged:
/// <code>
/// ReadOut readOut = new()
/// {
///     Layers = [0, 1],
///     Views = EvaluationViews.WithMirrored(AugmentationPipeline.Identity),
///     Join = ReadOutJoin.Average,
/// };
/// </code>
/// </example>
public sealed class ReadOut
{
    /// <summary>
    /// The layers, at least one: 0 is h, the encoder's output; 1 is the projection head's first hidden layer after its activation, and so
    /// on; the number of the head's layers is the embedding z. Default h alone.
    /// </summary>
    /// <remarks>
    /// A head of your own, which does not tell its layers apart, has one: 1 is its output. Above 0, a <see cref="FeatureExtractor"/> needs
    /// the <see cref="Models.SimClrModel"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">There is none, or one is negative.</exception>
    public IReadOnlyList<int> Layers
    {
        get;
        init => field = Checked(value, layer => layer >= 0, "a layer of at least 0");
    }
    = [0];

    /// <summary>
    /// The views of each image, at least one: operations that do the same to every image, applied after
    /// <see cref="FeatureExtractorOptions.Preprocessing"/>. <see cref="EvaluationViews"/> has sizes, crops and mirror images. They may
    /// differ in size. Default the image as it is.
    /// </summary>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public IReadOnlyList<IAugmentation> Views
    {
        get;
        init => field = Checked(value, view => view is not null, "a view that is not null");
    }
    = [AugmentationPipeline.Identity];

    /// <summary>How the views are joined. Default side by side.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no member of the enumeration.</exception>
    public ReadOutJoin Join
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Expected a {nameof(ReadOutJoin)}.");
    }

    /// <summary>
    /// Whether each part is scaled to length 1 before the join, so that layers and sizes of different scale count alike. Default false.
    /// </summary>
    public bool NormalizeParts { get; init; }

    private static T[] Checked<T>(IReadOnlyList<T> values, Func<T, bool> isValid, string expected)
    {
        ArgumentNullException.ThrowIfNull(values);
        T[] copy = [.. values];
        int invalid = Array.FindIndex(copy, value => !isValid(value));
        if (copy.Length == 0 || invalid >= 0)
        {
            string found = copy.Length == 0 ? "none" : $"{copy[invalid]?.ToString() ?? "null"} at place {invalid}";
            throw new ArgumentException($"Expected {expected}, found {found}.", nameof(values));
        }

        return copy;
    }
}
