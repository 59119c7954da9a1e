using SimClr.Core.Curation.Pixels;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Curation;

/// <summary>Pairs of neighbors whose pictures may be the same, in the order of their indices, each once.</summary>
/// <param name="Pairs">First, second and similarity.</param>
internal sealed record CandidatePairs(IReadOnlyList<(int First, int Second, float Similarity)> Pairs)
{
    /// <summary>Pairs within a set; of the exact copies of an image only the first one counts.</summary>
    public static CandidatePairs Within(IReadOnlyList<ImageFacts> images, Neighbors neighbors)
    {
        int[] first = DuplicateGrouping.FirstCopies(images);
        Dictionary<(int, int), float> pairs = [];
        for (int i = 0; i < neighbors.QueryCount; i++)
        {
            for (int rank = 0; rank < neighbors.Count; rank++)
            {
                (int one, int other) = (first[i], first[neighbors.Indices(i)[rank]]);
                if (one == other || images[one].Thumbnail is null || images[other].Thumbnail is null)
                    continue;
                (int, int) pair = (Math.Min(one, other), Math.Max(one, other));
                float similarity = neighbors.Similarities(i)[rank];
                // A part resembles a window of the whole, but the whole no window of the part.
                pairs[pair] = Math.Max(similarity, pairs.GetValueOrDefault(pair, similarity));
            }
        }

        return Ordered(pairs);
    }

    /// <summary>Pairs of a query and an image of a bank.</summary>
    public static CandidatePairs Between(IReadOnlyList<ImageFacts> queries, IReadOnlyList<ImageFacts> bank, Neighbors neighbors)
    {
        Dictionary<(int, int), float> pairs = [];
        for (int i = 0; i < neighbors.QueryCount; i++)
        {
            for (int rank = 0; rank < neighbors.Count; rank++)
            {
                int other = neighbors.Indices(i)[rank];
                if (queries[i].Thumbnail is not null && bank[other].Thumbnail is not null)
                    pairs.Add((i, other), neighbors.Similarities(i)[rank]);
            }
        }

        return Ordered(pairs);
    }

    /// <summary>Pairs within a set of which one may be a part of the other.</summary>
    public static CandidatePairs ByWindows(IReadOnlyList<ImageFacts> images, int count, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
        => Within(images, WindowSearch.Run(images, images, Math.Min(count, images.Count - 1), progress, cancellationToken));

    /// <summary>Pairs of a query and an image of a bank of which either may be a part of the other.</summary>
    public static CandidatePairs ByWindows(
        IReadOnlyList<ImageFacts> queries,
        IReadOnlyList<ImageFacts> bank,
        int count,
        IProgress<(long Done, long All)>? progress,
        CancellationToken cancellationToken)
    {
        CandidatePairs parts = Between(queries, bank, WindowSearch.Run(queries, bank, Math.Min(count, bank.Count), progress, cancellationToken));
        CandidatePairs wholes = Between(bank, queries, WindowSearch.Run(bank, queries, Math.Min(count, queries.Count), progress, cancellationToken));
        Dictionary<(int, int), float> pairs = parts.Pairs.ToDictionary(pair => (pair.First, pair.Second), pair => pair.Similarity);
        foreach ((int second, int first, float similarity) in wholes.Pairs)
            pairs[(first, second)] = Math.Max(similarity, pairs.GetValueOrDefault((first, second), similarity));
        return Ordered(pairs);
    }

    private static CandidatePairs Ordered(Dictionary<(int First, int Second), float> pairs)
        => new([.. pairs.OrderBy(pair => pair.Key).Select(pair => (pair.Key.First, pair.Key.Second, pair.Value))]);
}
