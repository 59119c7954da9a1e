using SimClr.Core.Distributed;
using SimClr.Core.Loading;

namespace SimClr.Core.Training.Ranks;

/// <summary>Which images of a micro-batch are this rank's: a run of consecutive ones, as many as another rank's or one more or less.</summary>
/// <param name="Rank">From 0.</param>
/// <param name="Ranks">At least 1.</param>
internal readonly record struct RankShard(int Rank, int Ranks)
{
    /// <summary>One process, which has all.</summary>
    public static RankShard Whole { get; } = new(0, 1);

    /// <summary>This rank's images of a micro-batch.</summary>
    public BatchRequest Of(BatchRequest all)
    {
        if (Ranks == 1)
            return all;
        (int first, int count) = RankRange.Of(all.Indices.Count, Rank, Ranks);
        return all with
        {
            Indices = [.. all.Indices.Skip(first).Take(count)],
            OfOtherRanks = [.. all.Indices.Take(first), .. all.Indices.Skip(first + count)],
        };
    }
}
