using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Options of <see cref="OutlierFinder"/>.</summary>
public sealed class OutlierOptions
{
    /// <summary>
    /// k, the neighbors whose mean distance counts, at least 1; a smaller set gives all it has. Default 10, as cleanlab's
    /// <c>OutOfDistribution</c>.
    /// </summary>
    [InRange(1, 1000)]
    public int NeighborCount { get; set; } = 10;

    /// <summary>
    /// The score from which an image is reported, in [0, 1]. Default 0.7: its neighbors are 1.74 times as far as those of the middle image.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double Threshold { get; set; } = 0.7;
}
