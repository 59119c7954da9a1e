using SimClr.Core.Embeddings;
using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Chooses which images to label first, so that few labels go far.</summary>
/// <remarks>
/// Works on vectors alone and needs no label. Deterministic: the same vectors and options choose the same images, for any number of
/// threads. May be called from several threads at once.
/// </remarks>
/// <example>
/// <code>
/// using EmbeddingSet images = EmbeddingSet.Load("vectors.npz");
/// foreach (SelectedImage image in ImageSelector.Select(images, 100))
///     Console.WriteLine(image.Path);
/// </code>
/// </example>
public static class ImageSelector
{
    /// <summary>Chooses images to label, in the order in which they were chosen.</summary>
    /// <param name="images">All images, the labeled ones among them.</param>
    /// <param name="count">How many, at least 1 and at most the number of images without a label.</param>
    /// <param name="labeled">Indices of images that have labels already and are not chosen again; null if there are none.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">An index of a labeled image is out of range, or a vector is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static IReadOnlyList<SelectedImage> Select(
        EmbeddingSet images,
        int count,
        IReadOnlyList<int>? labeled = null,
        SelectionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        options = OptionsGuard.Validate(options ?? new SelectionOptions(), new SelectionOptionsValidator());
        bool[] isTaken = Taken(images.Count, labeled ?? []);
        int open = isTaken.Count(taken => !taken);
        if (count < 1 || count > open)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"Expected 1 to {open} images, as many as have no label, found {count}.");
        }

        int typical = options.Strategy switch
        {
            SelectionStrategy.Typical => count,
            SelectionStrategy.Diverse => 0,
            _ => (int)Math.Round(count * options.TypicalShare, MidpointRounding.AwayFromZero),
        };
        UnitVectors vectors = UnitVectors.Of(images);
        List<(int Index, double Score)> chosen = typical > 0 ? new TypicalSelection(vectors, options, cancellationToken).Select(typical, isTaken) : [];
        chosen.AddRange(DiverseSelection.Select(vectors, count - chosen.Count, isTaken, cancellationToken));
        return
        [
            .. chosen.Select((image, rank) => new SelectedImage(
                image.Index, images.GetPath(image.Index), rank < typical ? SelectionStrategy.Typical : SelectionStrategy.Diverse, image.Score)),
        ];
    }

    private static bool[] Taken(int images, IReadOnlyList<int> labeled)
    {
        bool[] isTaken = new bool[images];
        for (int i = 0; i < labeled.Count; i++)
        {
            if ((uint)labeled[i] >= (uint)images)
                throw new ArgumentException($"Expected indices in [0, {images}), but labeled image number {i} is {labeled[i]}.", nameof(labeled));
            isTaken[labeled[i]] = true;
        }

        return isTaken;
    }
}
