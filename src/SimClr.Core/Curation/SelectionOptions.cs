using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Options of <see cref="ImageSelector"/>.</summary>
public sealed class SelectionOptions
{
    /// <summary>How images are chosen. Default <see cref="SelectionStrategy.Typical"/>.</summary>
    [Defined]
    public SelectionStrategy Strategy { get; set; } = SelectionStrategy.Typical;

    /// <summary>The part of a balanced selection that is typical, in [0, 1]; the rest is diverse. Default 0.5.</summary>
    [InRange(0.0, 1.0)]
    public double TypicalShare { get; set; } = 0.5;

    /// <summary>
    /// Most clusters; beyond that clusters get several labels. At least 1. Default 500, as Hacohen et al. 2022 (appendix F.1).
    /// </summary>
    [InRange(1, 100_000)]
    public int MostClusters { get; set; } = 500;

    /// <summary>
    /// Neighbors within the cluster whose mean distance says how typical an image is, at least 1. Default 20, as Hacohen et al. 2022 (section
    /// 3.2); a smaller cluster gives all it has.
    /// </summary>
    [InRange(1, 1000)]
    public int NeighborCount { get; set; } = 20;

    /// <summary>Most rounds of k-means, at least 1; it ends early when no image changes its cluster. Default 25.</summary>
    [InRange(1, 1000)]
    public int ClusterRounds { get; set; } = 25;

    /// <summary>From which images the clusters start: the same seed, the same selection. Default 0.</summary>
    public long Seed { get; set; }
}
