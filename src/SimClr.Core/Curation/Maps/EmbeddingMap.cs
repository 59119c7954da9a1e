using System.Numerics;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Validation;

namespace SimClr.Core.Curation.Maps;

/// <summary>A picture of a collection in two dimensions: images with similar vectors lie close together.</summary>
/// <remarks>
/// <para>t-SNE (van der Maaten and Hinton 2008) of the cosine distances to the exact nearest neighbors, begun from the first two principal
/// components (Kobak and Berens 2019), with the repulsion by interpolation (Linderman et al. 2019): the time grows with the number of
/// images, but for the search for neighbors. Memory beside the vectors: a copy of them, and some 1,000 bytes an image.</para>
/// <para>What to read from it: who is near whom. Distances between groups, and the density of a group, say little;
/// <see cref="MapQuality"/> says how far to trust it. The same vectors and options give the same bits for any number of threads, and on any
/// processor where the search finds the same neighbors. Up to three images are shown as they are, since a plane holds them.</para>
/// <para>Immutable; may be read by any number of threads.</para>
/// </remarks>
/// <example>
/// <code>
/// EmbeddingSet embeddings = EmbeddingSet.Load("train.npz");
/// EmbeddingMap map = EmbeddingMap.Fit(embeddings);
/// map.Save("train.map.safetensors");
/// </code>
/// </example>
public sealed class EmbeddingMap
{
    private readonly Vector2[] _points;

    internal EmbeddingMap(Vector2[] points, int dimension, double perplexity, string fingerprint)
    {
        _points = points;
        (Dimension, Perplexity, Fingerprint) = (dimension, perplexity, fingerprint);
    }

    /// <summary>n, the number of images; at least 1.</summary>
    public int Count => _points.Length;

    /// <summary>D, the length of the vectors that were mapped.</summary>
    public int Dimension { get; }

    /// <summary>The perplexity of the affinities: the one asked for, or less for a small set.</summary>
    public double Perplexity { get; }

    /// <summary>Where each image lies, [n], in the order of the set; the mean is 0, all are finite.</summary>
    public ReadOnlySpan<Vector2> Points => _points;

    /// <summary>Tells whether vectors are those that were mapped.</summary>
    internal string Fingerprint { get; }

    /// <summary>Maps vectors.</summary>
    /// <param name="embeddings">The vectors, of any length: their directions count. One of zeros is as far from all others as can be.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="neighbors">
    /// The nearest neighbors of each vector within the set, itself left out, as <see cref="NeighborSearch.FindWithinBank(int)"/> finds them; at
    /// least three times the perplexity. Eight more are better: they are compared again, so that the rounding of the search does not
    /// matter. Null searches for them, which is the larger part of the time.
    /// </param>
    /// <param name="progress">Told how many steps are done, of how many; the search for neighbors comes before the first.</param>
    /// <param name="cancellationToken">Stops the work; looked at between blocks of the search, and before each step.</param>
    /// <exception cref="ArgumentException">
    /// The vectors or their neighbors exceed the longest array; one vector of a set of <see cref="EmbeddingSet.Open"/> is not finite; or the
    /// neighbors are those of more or fewer vectors, are too few, or name a vector that there is not, or the vector itself.
    /// </exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The set is one of <see cref="EmbeddingSet.Open"/>, and has been disposed.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static EmbeddingMap Fit(
        EmbeddingSet embeddings,
        EmbeddingMapOptions? options = null,
        Neighbors? neighbors = null,
        IProgress<(int Done, int All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return new MapFit(embeddings, Checked(options)).Run(neighbors, progress, cancellationToken);
    }

    /// <summary>Places new images on the map; the old ones stay where they are.</summary>
    /// <remarks>
    /// A new image goes where the images that its vector is nearest to draw it, and all old ones push it; new images do not know of each
    /// other. So where it comes to lie depends on its vector and the map alone, not on what is placed with it.
    /// </remarks>
    /// <param name="mapped">The vectors that the map was made of.</param>
    /// <param name="added">The vectors of the new images, from the same model.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Where each new image lies, [m].</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="mapped"/> are not the vectors of the map, or the new ones have another length or model, exceed the longest array, or
    /// are not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="ObjectDisposedException">A set is one of <see cref="EmbeddingSet.Open"/>, and has been disposed.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public Vector2[] Place(EmbeddingSet mapped, EmbeddingSet added, CancellationToken cancellationToken = default)
    {
        MapChecks.RequireMapped(this, mapped);
        MapChecks.RequireComparable(mapped, added);
        return new PointPlacement(this, UnitVectors.Of(mapped)).Place(UnitVectors.Of(added), cancellationToken);
    }

    /// <summary>
    /// Writes the map as safetensors, all or nothing: <c>points</c> [n, 2], and in the metadata, as JSON, what it was made of. The vectors
    /// are not in it.
    /// </summary>
    /// <param name="path">The file, by convention <c>.safetensors</c>; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path) => MapFile.Write(path, this);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Interop.SafeTensorsException">
    /// The file is damaged, or is no such file; the message says what was expected, and what was found.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static EmbeddingMap Load(string path) => MapFile.Read(path);

    private static EmbeddingMapOptions Checked(EmbeddingMapOptions? options)
        => OptionsGuard.Validate(options ?? new EmbeddingMapOptions(), new EmbeddingMapOptionsValidator()).Copy();
}
