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
    /// <param name="rows">The images.</param>
    /// <param name="clusters">In [1, number of images].</param>
    /// <param name="rounds">Most rounds.</param>
    /// <param name="seed">Of the start.</param>
    /// <param name="cancellationToken">Stops between two rounds.</param>
    public static int[] Run(UnitRows rows, int clusters, int rounds, long seed, CancellationToken cancellationToken)
    {
        float[] centers = Start(rows, clusters, seed, cancellationToken);
        int[] assigned = [];
        for (int round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] next = Assign(rows, centers);
            if (next.AsSpan().SequenceEqual(assigned))
                break;
            assigned = next;
            foreach (IGrouping<int, int> members in Enumerable.Range(0, rows.Count).GroupBy(i => next[i]))
                rows.MeanDirection(members).CopyTo(centers, members.Key * rows.Dimension);
        }

        return assigned;
    }

    private static int[] Assign(UnitRows rows, float[] centers)
    {
        Neighbors nearest = new NeighborSearch(new FeatureSet([.. centers], rows.Dimension)).Find(rows.Features, 1);
        int[] assigned = new int[rows.Count];
        for (int i = 0; i < assigned.Length; i++)
            assigned[i] = nearest.Indices(i)[0];
        return assigned;
    }

    // Each next center is an image, with a probability that grows with its distance to the centers so far.
    private static float[] Start(UnitRows rows, int clusters, long seed, CancellationToken cancellationToken)
    {
        RandomStream random = new(seed, RandomPurpose.Split);
        float[] centers = new float[clusters * rows.Dimension];
        float[] distances = new float[rows.Count];
        Array.Fill(distances, 1f);
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] center = rows[Draw(distances, random)].ToArray();
            center.CopyTo(centers, cluster * rows.Dimension);
            rows.Compare(center, cluster == 0
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
