using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using static TorchSharp.torch;

namespace SimClr.Core.Curation;

/// <summary>The k nearest neighbors of every image by the cosine similarity of their vectors: what all curation starts from.</summary>
/// <remarks>
/// Exact: every pair is compared, block by block, so memory stays bounded. The result is the same to the bit for any number of threads. An
/// image whose vector is zero has similarity 0 to every other. <see cref="NeighborSearch"/> does the same with features.
/// </remarks>
/// <example>
/// <code>
/// using EmbeddingSet images = EmbeddingSet.Load("vectors.npz");
/// Neighbors neighbors = NeighborGraph.Within(images, 10);
/// Console.WriteLine($"{images.GetPath(0)} resembles {images.GetPath(neighbors.Indices(0)[0])}");
/// </code>
/// </example>
public static class NeighborGraph
{
    /// <summary>Each image's nearest neighbors among all others of the set.</summary>
    /// <param name="images">At least two images.</param>
    /// <param name="count">k, in [1, number of images - 1].</param>
    /// <param name="device">Where the similarities are computed; null is the CPU.</param>
    /// <param name="progress">Gets the number of pairs that are compared, and of all, now and then.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <exception cref="ArgumentException">The neighbors are more than an array can hold, or a vector is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static Neighbors Within(
        EmbeddingSet images,
        int count,
        Device? device = null,
        IProgress<(long Done, long All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new NeighborSearch(images.ToFeatureSet(), device).FindWithinBank(count, progress, cancellationToken);
    }

    /// <summary>Nearest neighbors from another set: of new images among known ones, or of a test set in the training set.</summary>
    /// <param name="queries">The images whose neighbors are looked for.</param>
    /// <param name="bank">The images that are found; their indices are in the result.</param>
    /// <param name="count">k, in [1, number of images of the bank].</param>
    /// <param name="device">Where the similarities are computed; null is the CPU.</param>
    /// <param name="progress">Gets the number of pairs that are compared, and of all, now and then.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <exception cref="ArgumentException">
    /// The sets are of different models or dimensions, the neighbors are more than an array can hold, or a vector is not finite.
    /// </exception>
    /// <inheritdoc cref="Within" path="/exception[not(contains(@cref, 'ArgumentException'))]"/>
    public static Neighbors Between(
        EmbeddingSet queries,
        EmbeddingSet bank,
        int count,
        Device? device = null,
        IProgress<(long Done, long All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CurationChecks.RequireComparable(queries, bank);
        return new NeighborSearch(bank.ToFeatureSet(), device).Find(queries.ToFeatureSet(), count, progress, cancellationToken);
    }
}
