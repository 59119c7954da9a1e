namespace SimClr.Core.Distributed;

/// <summary>A rank's part of numbered things: a run of consecutive ones, as many as another rank's or one more or less.</summary>
internal static class RankRange
{
    /// <summary>The first of a rank's things, and their number.</summary>
    public static (int First, int Count) Of(int things, int rank, int ranks)
    {
        int first = Start(things, rank, ranks);
        return (first, Start(things, rank + 1, ranks) - first);
    }

    private static int Start(int things, int rank, int ranks) => (int)((long)things * rank / ranks);
}
