using System.Numerics;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Curation.Maps;

/// <summary>From vectors to a map, step by step.</summary>
/// <param name="embeddings">The vectors.</param>
/// <param name="options">Valid.</param>
internal sealed class MapFit(EmbeddingSet embeddings, EmbeddingMapOptions options)
{
    // A plane holds up to three points as they are.
    private const int Plane = 3;
    // So small that all points feel each other alike: Kobak and Berens 2019.
    private const float StartDeviation = 1e-4f;
    private const float Displacement = 1e-6f;

    private readonly double _perplexity = Math.Min(options.Perplexity, Math.Max(2, (embeddings.Count - 1) / 3.0));

    /// <summary>The nearest that attract an image.</summary>
    /// <param name="perplexity">Of the affinities.</param>
    /// <param name="available">All that there are.</param>
    public static int NeighborCount(double perplexity, int available) => Math.Clamp((int)(3 * perplexity), 1, Math.Max(1, available));

    public EmbeddingMap Run(Neighbors? neighbors, IProgress<(int Done, int All)>? progress, CancellationToken cancellationToken)
    {
        int count = NeighborCount(_perplexity, embeddings.Count - 1);
        if (neighbors is not null)
            MapChecks.RequireNeighbors(neighbors, embeddings.Count, Math.Min(count, embeddings.Count - 1), _perplexity);
        cancellationToken.ThrowIfCancellationRequested();
        UnitVectors vectors = UnitVectors.Of(embeddings);
        Vector2[] points = PrincipalPlane.Project(vectors, options.Seed);
        if (points.Length > Plane)
        {
            neighbors ??= new NeighborSearch(vectors.ToFeatureSet()).FindWithinBank(
                Math.Min(count + ExactNeighbors.Spare, vectors.Count - 1), progress: null, cancellationToken);
            ExactNeighbors nearest = ExactNeighbors.Of(vectors, vectors, neighbors, count);
            Shrink(points);
            MapDescent descent = new(AffinityGraph.Of(nearest, _perplexity), points);
            descent.Run(options, progress, cancellationToken);
            points = descent.Points;
        }

        return new EmbeddingMap(points, vectors.Dimension, _perplexity, MapChecks.Fingerprint(embeddings));
    }

    // Displaced a little: equal vectors would stay on one spot, and those of a line on it.
    private void Shrink(Vector2[] points)
    {
        double sum = 0;
        foreach (Vector2 point in points)
            sum += (double)point.X * point.X;
        double deviation = Math.Sqrt(sum / points.Length);
        float scale = deviation > 0 ? (float)(StartDeviation / deviation) : 0;
        RandomStream random = new(options.Seed, RandomPurpose.Initialization, epoch: 1);
        foreach (ref Vector2 point in points.AsSpan())
        {
            (float x, float y) = ((float)random.Uniform(-1, 1), (float)random.Uniform(-1, 1));
            point = new Vector2(point.X * scale + Displacement * x, point.Y * scale + Displacement * y);
        }
    }
}
