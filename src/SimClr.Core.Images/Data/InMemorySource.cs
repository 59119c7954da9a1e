using System.Globalization;

namespace SimClr.Core.Data;

/// <summary>Images that are in memory already.</summary>
/// <remarks>
/// The lists are copied, the images' memory is borrowed. Immutable and thread-safe as long as nobody writes to that memory.
/// </remarks>
public sealed class InMemorySource : IImageSource
{
    private readonly Image[] _images;
    private readonly int[]? _labels;
    private readonly string?[] _paths = [];

    private InMemorySource(Image[] images, int[]? labels, IReadOnlyList<string> classNames, string?[] paths)
        => (_images, _labels, ClassNames, _paths) = (images, labels, classNames, paths);

    /// <summary>Creates a source.</summary>
    /// <param name="images">Any number of images, of any sizes and types.</param>
    /// <param name="labels">One an image, from 0; null where the images have none.</param>
    /// <param name="classNames">By label; null numbers the classes up to the highest label.</param>
    /// <exception cref="ArgumentException">
    /// An image is null, the lists do not fit together, or a label is out of range; the index is named.
    /// </exception>
    public InMemorySource(IReadOnlyList<Image> images, IReadOnlyList<int>? labels = null, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        _images = [.. images];
        _labels = labels is null ? null : [.. labels];
        if (Array.IndexOf(_images, null) is >= 0 and int missing)
            throw new ArgumentException($"Expected an image at index {missing}, but found null.", nameof(images));
        if (_labels is null && classNames is { Count: > 0 })
            throw new ArgumentException("Class names have no meaning without labels.", nameof(classNames));
        if (_labels is not null && _labels.Length != _images.Length)
            throw new ArgumentException($"Expected {_images.Length} labels, one an image, but found {_labels.Length}.", nameof(labels));
        ClassNames = classNames is null ? Numbers(_labels) : [.. classNames];
        CheckLabels();
    }

    /// <inheritdoc/>
    public int Count => _images.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public Image Read(int index)
    {
        IndexGuard.Check(index, Count);
        return _images[index];
    }

    /// <inheritdoc/>
    public int? GetLabel(int index)
    {
        IndexGuard.Check(index, Count);
        return _labels?[index] is >= 0 and var label ? label : null;
    }

    /// <summary>The file that one image was loaded from; null if it came from none.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public string? GetPath(int index)
    {
        IndexGuard.Check(index, Count);
        return _paths is [] ? null : _paths[index];
    }

    /// <summary>
    /// Reads all images of another source once and keeps them: for images that fit into memory and take longer to decode than to augment.
    /// </summary>
    /// <param name="source">The other source; not needed afterwards. Labels, class names and paths are kept too.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="ImageReadException">An image cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static InMemorySource Load(IImageSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        Image[] images = new Image[source.Count];
        for (int index = 0; index < images.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            images[index] = source.ReadImage(index);
        }

        string?[] paths = [.. Enumerable.Range(0, images.Length).Select(source.GetPath)];
        return new InMemorySource(images, source.ReadLabels(), [.. source.ClassNames], paths);
    }

    private static string[] Numbers(int[]? labels)
    {
        int classes = labels is null or [] ? 0 : Math.Max(0, labels.Max() + 1);
        return [.. Enumerable.Range(0, classes).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    }

    private void CheckLabels()
    {
        int wrong = Array.FindIndex(_labels ?? [], label => (uint)label >= (uint)ClassNames.Count);
        if (wrong >= 0)
            throw new ArgumentException($"Expected labels in [0, {ClassNames.Count}), but image {wrong} has {_labels![wrong]}.");
    }
}
