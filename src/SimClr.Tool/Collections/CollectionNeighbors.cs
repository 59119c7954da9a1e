using SimClr.Core.Curation;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;

namespace SimClr.Tool.Collections;

/// <summary>The neighbors of all pictures of a collection, searched for once for whatever needs them.</summary>
internal static class CollectionNeighbors
{
    // Those that a map compares again, so that rounding does not matter.
    private const int Spare = 8;

    /// <summary>As many as outliers and labels take.</summary>
    public static int ForIssues { get; } = Math.Max(new OutlierOptions().NeighborCount, new LabelIssueOptions().NeighborCount);

    /// <summary>As many as a map takes, and all else.</summary>
    public static int ForMap { get; } = Math.Max(ForIssues, (int)(3 * new EmbeddingMapOptions().Perplexity) + Spare);

    /// <summary>Searches for them.</summary>
    /// <param name="embeddings">At least two pictures.</param>
    /// <param name="count">Neighbors of each; of fewer pictures all.</param>
    /// <param name="progress">See <see cref="NeighborGraph.Within"/>.</param>
    /// <param name="token">Stops it.</param>
    public static Neighbors Search(EmbeddingSet embeddings, int count, IProgress<(long Done, long All)>? progress, CancellationToken token)
        => NeighborGraph.Within(embeddings, Math.Min(count, embeddings.Count - 1), null, progress, token);
}
