using System.Numerics;
using SimClr.Core.Embeddings;

namespace SimClr.Core.Curation.Maps;

/// <summary>How far the neighborhoods of a map are those of the vectors: three views of it, each 1 for a perfect map.</summary>
/// <remarks>
/// Trustworthiness and continuity: Venna and Kaski 2006, <i>Local multidimensional scaling</i>, equations 1 and 3; the first is
/// scikit-learn's <c>trustworthiness</c>. Of equally near images the one with the lower index counts as nearer. Works for a map of any
/// origin, as long as it has a point for each vector.
/// </remarks>
/// <param name="Trustworthiness">
/// 1 less a penalty for each image that is a neighbor on the map alone: how far it is from being one among the vectors. About 0.5 for a
/// map by chance.
/// </param>
/// <param name="Continuity">
/// 1 less a penalty for each neighbor among the vectors that the map shows elsewhere: how far it is from being one on the map.
/// </param>
/// <param name="NeighborOverlap">The part of an image's nearest neighbors that are nearest on the map, too, in [0, 1].</param>
/// <param name="NeighborCount">k, the size of a neighborhood.</param>
/// <param name="ImageCount">The images whose neighborhoods were compared.</param>
public sealed record MapQuality(double Trustworthiness, double Continuity, double NeighborOverlap, int NeighborCount, int ImageCount)
{
    /// <summary>Compares a map with the vectors.</summary>
    /// <param name="embeddings">The n vectors, compared by cosine.</param>
    /// <param name="points">Where each of them lies, [n]; all finite.</param>
    /// <param name="neighborCount">k, at least 1 and below n / 2. Default 15.</param>
    /// <param name="maximumImages">
    /// Of so many images, evenly spread over the set, the neighborhoods are compared, within the whole set; at least 1. Default 10,000.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">
    /// There are more or fewer points than vectors, a value is not finite, or the vectors exceed the longest array.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The set is one of <see cref="EmbeddingSet.Open"/>, and has been disposed.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static MapQuality Measure(
        EmbeddingSet embeddings,
        ReadOnlySpan<Vector2> points,
        int neighborCount = 15,
        int maximumImages = 10_000,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumImages, 1);
        Check(embeddings.Count, points, neighborCount);
        UnitVectors vectors = UnitVectors.Of(embeddings);
        int images = Math.Min(maximumImages, embeddings.Count);
        int[] rows = [.. Enumerable.Range(0, images).Select(image => (int)((long)image * embeddings.Count / images))];
        NeighborhoodComparison sum = new NeighborhoodComparisons(vectors, points, neighborCount).Of(rows, cancellationToken);
        (double n, double k) = (embeddings.Count, neighborCount);
        double worst = images * k * (2 * n - 3 * k - 1) / 2;
        return new MapQuality(1 - sum.Intrusion / worst, 1 - sum.Extrusion / worst, sum.Common / (images * k), neighborCount, images);
    }

    private static void Check(int vectors, ReadOnlySpan<Vector2> points, int neighborCount)
    {
        if (points.Length != vectors)
            throw new ArgumentException($"Expected a point for each of the {vectors} vectors, found {points.Length}.", nameof(points));
        for (int i = 0; i < points.Length; i++)
            if (!float.IsFinite(points[i].X) || !float.IsFinite(points[i].Y))
                throw new ArgumentException($"Point {i} is {points[i]}; all must be finite.", nameof(points));
        if (neighborCount < 1 || 2L * neighborCount >= vectors)
        {
            throw new ArgumentOutOfRangeException(
                nameof(neighborCount), neighborCount, $"Expected at least 1 neighbor, and less than half of the {vectors} images, found {neighborCount}.");
        }
    }
}
