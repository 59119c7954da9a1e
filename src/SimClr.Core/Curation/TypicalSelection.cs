using SimClr.Core.Evaluation;

namespace SimClr.Core.Curation;

/// <summary>
/// TypiClust (Hacohen, Dekel and Weinshall 2022, algorithm 1): as many clusters as there will be labels, then from the clusters with the
/// fewest labels, the largest first, the image that is most similar to its neighbors in the cluster.
/// </summary>
internal sealed class TypicalSelection(UnitVectors vectors, SelectionOptions options, CancellationToken cancellationToken)
{
    /// <summary>Chooses images.</summary>
    /// <param name="count">How many; no more than are open.</param>
    /// <param name="isTaken">Images that are labeled or chosen; those chosen here are added.</param>
    /// <returns>In order, each with its mean similarity to its neighbors.</returns>
    public List<(int Index, double Score)> Select(int count, bool[] isTaken)
    {
        int clusters = Math.Min(options.MostClusters, count + isTaken.Count(taken => taken));
        int[] assigned = Clustering.Run(vectors, clusters, options.ClusterRounds, options.Seed, cancellationToken);
        Candidates[] candidates =
        [
            .. Enumerable.Range(0, vectors.Count).GroupBy(image => assigned[image]).OrderBy(members => members.Key)
                .Select(members => Rank([.. members], isTaken)),
        ];
        List<(int Index, double Score)> chosen = [];
        while (chosen.Count < count)
        {
            // Stable: of clusters with as many labels and images the lower number comes first.
            Candidates next = candidates.Where(cluster => cluster.Open.Count > 0).OrderBy(cluster => cluster.Labels).ThenByDescending(cluster => cluster.Size).First();
            next.Labels++;
            chosen.Add(next.Open.Dequeue());
            isTaken[chosen[^1].Index] = true;
        }

        return chosen;
    }

    private Candidates Rank(int[] members, bool[] isTaken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        double[] typicality = new double[members.Length];
        if (members.Length > 1)
        {
            int count = Math.Min(options.NeighborCount, members.Length - 1);
            Neighbors neighbors = new NeighborSearch(vectors.ToFeatureSet().Subset(members)).FindWithinBank(count);
            for (int i = 0; i < members.Length; i++)
                typicality[i] = MeanSimilarity(neighbors.Similarities(i));
        }

        IEnumerable<(int, double)> open = Enumerable.Range(0, members.Length).Where(i => !isTaken[members[i]])
            .OrderByDescending(i => typicality[i]).Select(i => (members[i], typicality[i]));
        return new Candidates(members.Length, members.Count(image => isTaken[image]), new Queue<(int Index, double Score)>(open));
    }

    private static double MeanSimilarity(ReadOnlySpan<float> similarities)
    {
        double sum = 0;
        foreach (float similarity in similarities)
            sum += similarity;
        return sum / similarities.Length;
    }

    private sealed class Candidates(int size, int labels, Queue<(int Index, double Score)> open)
    {
        public int Size { get; } = size;

        public int Labels { get; set; } = labels;

        public Queue<(int Index, double Score)> Open { get; } = open;
    }
}
