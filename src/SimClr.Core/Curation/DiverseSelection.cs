namespace SimClr.Core.Curation;

/// <summary>
/// Greedy k-center: each time the image farthest from all that are labeled or chosen (Sener and Savarese 2018, algorithm 1). Of equally far
/// ones the lowest index.
/// </summary>
internal static class DiverseSelection
{
    /// <param name="vectors">All images.</param>
    /// <param name="count">How many to choose.</param>
    /// <param name="isTaken">Images that are labeled or chosen; those chosen here are added.</param>
    /// <param name="cancellationToken">Stops between two images.</param>
    /// <returns>In order, each with its cosine distance to the nearest one taken before.</returns>
    public static List<(int Index, double Score)> Select(UnitVectors vectors, int count, bool[] isTaken, CancellationToken cancellationToken)
    {
        List<(int Index, double Score)> chosen = [];
        if (count == 0)
            return chosen;
        // The greatest similarity to any image that is taken.
        float[] nearest = new float[vectors.Count];
        Array.Fill(nearest, float.NegativeInfinity);
        for (int i = 0; i < vectors.Count; i++)
        {
            if (isTaken[i])
                Cover(vectors, i, nearest);
        }

        while (chosen.Count < count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isFirst = float.IsNegativeInfinity(nearest[0]);
            int next = isFirst ? Middle(vectors) : Farthest(nearest, isTaken);
            chosen.Add((next, isFirst ? 0 : Math.Clamp(1 - nearest[next], 0, 2)));
            isTaken[next] = true;
            Cover(vectors, next, nearest);
        }

        return chosen;
    }

    private static void Cover(UnitVectors vectors, int image, float[] nearest)
        => vectors.Compare(vectors.Row(image).ToArray(), (i, similarity) => nearest[i] = Math.Max(nearest[i], similarity));

    // Where nothing is taken yet: the image nearest to the mean of all.
    private static int Middle(UnitVectors vectors)
    {
        float[] similarities = new float[vectors.Count];
        vectors.Compare(vectors.MeanDirection(Enumerable.Range(0, vectors.Count)), (i, similarity) => similarities[i] = similarity);
        return Array.IndexOf(similarities, similarities.Max());
    }

    private static int Farthest(float[] nearest, bool[] isTaken)
    {
        int farthest = -1;
        for (int i = 0; i < nearest.Length; i++)
        {
            if (!isTaken[i] && (farthest < 0 || nearest[i] < nearest[farthest]))
                farthest = i;
        }

        return farthest;
    }
}
