using SimClr.Core.Data;
using SimClr.Core.Embeddings.Formats;

namespace SimClr.Core.Embeddings;

/// <summary>The vectors of n images, with what is known of the images and of the model: made once, saved, and read by any other program.</summary>
/// <remarks>
/// <para>The kind of file follows from its ending:</para>
/// <list type="table">
/// <item><term>.npy</term><description>The vectors alone, float32 [n, D] in NumPy's format. Read: float16, float32 and float64, little-endian, in C or
/// Fortran order, format 1.0 to 3.0.</description></item>
/// <item><term>.npz</term><description>All: <c>vectors</c> [n, D], <c>labels</c> int32 [n] with -1 for none, <c>paths</c> and <c>class_names</c> as texts
/// (<c>&lt;U</c>), <c>model_id</c> as one text. <c>numpy.load</c> reads it without pickle; a path without text means none.</description></item>
/// <item><term>.csv</term><description>RFC 4180 in UTF-8: a header, then one line an image. Columns <c>path</c> and <c>label</c>, <c>class</c> and
/// <c>model</c> if they are known, then the values <c>v0</c> to <c>v(D-1)</c>, each with as many digits as give exactly the same float32.
/// Classes without an image are not in it; where such a one lies before others, its name is its number when the file is read.</description></item>
/// </list>
/// <para>The formats: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html and https://www.rfc-editor.org/rfc/rfc4180.</para>
/// <para>Immutable; may be read by any number of threads. Only a set of <see cref="Open"/> holds something that has to be disposed.</para>
/// </remarks>
public sealed class EmbeddingSet : IDisposable
{
    private const int NoLabel = -1;

    private readonly IVectorStorage _vectors;
    private readonly string?[]? _paths;
    private readonly int[]? _labels;

    /// <summary>Wraps vectors.</summary>
    /// <param name="values">The vectors, [n, D] row by row; at least one, all finite. Borrowed: nobody may change them afterwards.</param>
    /// <param name="dimension">D, at least 1.</param>
    /// <param name="paths">A file for each image, null or empty for an image without; null if no image has one. Copied.</param>
    /// <param name="labels">A label for each image, from 0, null for an image without; null if no image has one. Copied.</param>
    /// <param name="classNames">Names of the classes, by label; null or empty if they have none. Copied.</param>
    /// <param name="modelId">What made the vectors, see <see cref="IImageEmbedder.ModelId"/>; null if that is not known.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, a value is not finite, a label is out of range, or a text holds the character U+0000; the message says which.
    /// </exception>
    public EmbeddingSet(
        float[] values,
        int dimension,
        IReadOnlyList<string?>? paths = null,
        IReadOnlyList<int?>? labels = null,
        IReadOnlyList<string>? classNames = null,
        string? modelId = null)
        : this(EmbeddingChecks.Vectors(values, dimension), paths, labels, classNames, modelId)
    {
    }

    internal EmbeddingSet(
        IVectorStorage vectors,
        IReadOnlyList<string?>? paths,
        IReadOnlyList<int?>? labels,
        IReadOnlyList<string>? classNames,
        string? modelId)
    {
        _vectors = vectors;
        ClassNames = Array.AsReadOnly(EmbeddingChecks.ClassNames(classNames));
        ModelId = EmbeddingChecks.ModelId(modelId);
        _paths = EmbeddingChecks.Paths(paths, Count);
        _labels = EmbeddingChecks.Labels(labels, Count, ClassNames.Count)?.Select(label => label ?? NoLabel).ToArray();
    }

    /// <summary>n, the number of images; at least 1.</summary>
    public int Count => _vectors.Count;

    /// <summary>D, the length of a vector; at least 1.</summary>
    public int Dimension => _vectors.Dimension;

    /// <summary>Names of the classes, by label; empty if they have none.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>What made the vectors; vectors of different models cannot be compared. Null if it is not known.</summary>
    public string? ModelId { get; }

    /// <summary>True if at least one image has a path.</summary>
    public bool HasPaths => _paths is not null;

    /// <summary>True if at least one image has a label.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>The vector of one image, [D].</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <returns>Of a set of <see cref="Open"/>: a part of the file, not to be used after the set is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The set is one of <see cref="Open"/>, and has been disposed.</exception>
    public ReadOnlySpan<float> Row(int index)
    {
        Require(index);
        return _vectors.Row(index);
    }

    /// <summary>The file of one image; null if it has none.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public string? GetPath(int index)
    {
        Require(index);
        return _paths?[index];
    }

    /// <summary>The label of one image; null if it has none.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public int? GetLabel(int index)
    {
        Require(index);
        return _labels?[index] is { } label and not NoLabel ? label : null;
    }

    /// <summary>The images one by one, as an embedder gives them; each vector is a copy.</summary>
    public IEnumerable<ImageEmbedding> ToEmbeddings()
    {
        for (int index = 0; index < Count; index++)
            yield return new ImageEmbedding(index, Row(index).ToArray(), GetPath(index), GetLabel(index));
    }

    /// <summary>Embeds all images of a source.</summary>
    /// <param name="embedder">The network; its <see cref="IImageEmbedder.ModelId"/> goes with the vectors.</param>
    /// <param name="images">At least one image; its paths, labels and class names go with the vectors.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The source is empty, or an image has another number of channels than the network takes.</exception>
    /// <inheritdoc cref="IImageEmbedder.Embed" path="/exception[not(contains(@cref, 'ArgumentException'))]"/>
    public static EmbeddingSet Of(IImageEmbedder embedder, IImageSource images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(images);
        EmbeddingSetDraft draft = new(images.Count);
        foreach (ImageEmbedding image in embedder.Embed(images, cancellationToken))
            draft.Add(image.Vector.Span, image.Path, image.Label);
        return draft.Finish(images.ClassNames, embedder.ModelId);
    }

    /// <summary>Collects what an embedder gave.</summary>
    /// <param name="embeddings">At least one, all of one length; kept in their order, whatever their indices.</param>
    /// <param name="classNames">Names of the classes, by label; null if they have none.</param>
    /// <param name="modelId">The embedder's <see cref="IImageEmbedder.ModelId"/>; null if that is not known.</param>
    /// <exception cref="ArgumentException">There are none, they differ in length, or a value is not finite; the message says which.</exception>
    public static EmbeddingSet Of(IEnumerable<ImageEmbedding> embeddings, IReadOnlyList<string>? classNames = null, string? modelId = null)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        EmbeddingSetDraft draft = new(embeddings.TryGetNonEnumeratedCount(out int count) ? count : 0);
        foreach (ImageEmbedding image in embeddings)
            draft.Add(image.Vector.Span, image.Path, image.Label);
        return draft.Finish(classNames, modelId);
    }

    /// <summary>Writes a file of the kind that its ending names, all or nothing.</summary>
    /// <param name="path">Ends with .npy, .npz or .csv; its folder must exist. What was there is replaced.</param>
    /// <exception cref="ArgumentException">The file has another ending.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="ObjectDisposedException">The set is one of <see cref="Open"/>, and has been disposed.</exception>
    public void Save(string path) => EmbeddingFile.Write(path, this);

    /// <summary>Reads a file of the kind that its ending names. Memory grows with what the file holds, whatever it says of itself.</summary>
    /// <param name="path">Ends with .npy, .npz or .csv.</param>
    /// <exception cref="ArgumentException">The file has another ending.</exception>
    /// <exception cref="EmbeddingFileException">
    /// The file is damaged, or is no such file; the message names the file, and says what was expected and what was found.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static EmbeddingSet Load(string path) => EmbeddingFile.Read(path);

    /// <summary>
    /// Leaves the vectors in the file, for sets larger than memory: the system reads a page (4 KiB on most) when a vector in it is first
    /// asked for, and forgets it when memory is short. Opening takes no time; a search over all vectors reads at the disk's speed.
    /// </summary>
    /// <remarks>
    /// Unlike <see cref="Load"/> this does not look whether all values are finite. While the set is open nobody may shorten the file: the
    /// process would end. <see cref="Save"/> is safe, because it replaces the file as a whole.
    /// </remarks>
    /// <param name="path">Ends with .npy; holds float32, little-endian, in C order, as <see cref="Save"/> writes it.</param>
    /// <returns>The set; dispose it when no vector of it is used any more.</returns>
    /// <exception cref="ArgumentException">The file has another ending.</exception>
    /// <exception cref="EmbeddingFileException">The file is damaged, is no such file, or holds vectors of another form.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static EmbeddingSet Open(string path) => EmbeddingFile.Map(path);

    /// <summary>Closes the file of a set of <see cref="Open"/>; of another one, does nothing.</summary>
    public void Dispose() => (_vectors as IDisposable)?.Dispose();

    private void Require(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
    }
}
