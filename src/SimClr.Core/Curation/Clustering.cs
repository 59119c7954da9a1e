using SimClr.Core.Evaluation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Curation;

/// <summary>k-means by direction (cosine similarity), started by k-means++.</summary>
/// <remarks>
/// Dhillon and Modha 2001, <i>Concept decompositions for large sparse text data using clustering</i> (spherical k-means); Arthur and
/// Vassilvitskii 2007, <i>k-means++: the advantages of careful seeding</i>. Deterministic for a seed.
/// </remarks>
internal static class Clustering
{
    /// <summary>The cluster of each image, in [0, clusters); some clusters may be empty.</summary>
    /// <param name="vectors">The images.</param>
    /// <param name="clusters">In [1, number of images].</param>
    /// <param name="rounds">Most rounds.</param>
    /// <param name="seed">Of the start.</param>
    /// <param name="cancellationToken">Stops between two rounds.</param>
    public static int[] Run(UnitVectors vectors, int clusters, int rounds, long seed, CancellationToken cancellationToken)
    {
        float[] centers = Start(vectors, clusters, seed, cancellationToken);
        int[] assigned = [];
        for (int round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] next = Assign(vectors, centers);
            if (next.AsSpan().SequenceEqual(assigned))
                break;
            assigned = next;
            foreach (IGrouping<int, int> members in Enumerable.Range(0, vectors.Count).GroupBy(i => next[i]))
                vectors.MeanDirection(members).CopyTo(centers, members.Key * vectors.Dimension);
        }

        return assigned;
    }

    private static int[] Assign(UnitVectors vectors, float[] centers)
    {
        Neighbors nearest = new NeighborSearch(new FeatureSet([.. centers], vectors.Dimension)).Find(vectors.ToFeatureSet(), 1);
        int[] assigned = new int[vectors.Count];
        for (int i = 0; i < assigned.Length; i++)
            assigned[i] = nearest.Indices(i)[0];
        return assigned;
    }

    // Each next center is an image, with a probability that grows with its distance to the centers so far.
    private static float[] Start(UnitVectors vectors, int clusters, long seed, CancellationToken cancellationToken)
    {
        RandomStream random = new(seed, RandomPurpose.Split);
        float[] centers = new float[clusters * vectors.Dimension];
        float[] distances = new float[vectors.Count];
        Array.Fill(distances, 1f);
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] center = vectors.Row(Draw(distances, random)).ToArray();
            center.CopyTo(centers, cluster * vectors.Dimension);
            vectors.Compare(center, cluster == 0
                ? (i, similarity) => distances[i] = Math.Max(0, 1 - similarity)
                : (i, similarity) => distances[i] = Math.Min(distances[i], Math.Max(0, 1 - similarity)));
        }

        return centers;
    }

    private static int Draw(float[] weights, RandomStream random)
    {
        double sum = 0;
        foreach (float weight in weights)
            sum += weight;
        double at = random.NextDouble() * sum;
        for (int i = 0; i < weights.Length; i++)
        {
            at -= weights[i];
            if (at < 0)
                return i;
        }

        // All images are centers already, or rounding left nothing.
        return random.NextInt32(weights.Length);
    }
}
