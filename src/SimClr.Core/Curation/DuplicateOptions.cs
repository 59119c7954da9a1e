using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Options of <see cref="DuplicateFinder"/>. The defaults were measured, see docs/curation.md.</summary>
public sealed class DuplicateOptions
{
    /// <summary>
    /// k, the images most like each one that are looked at, at least 1; a smaller set gives all it has. Default 20. Without vectors they are
    /// those that it resembles coarsely, as a whole or a part of them; with vectors its nearest neighbors. Of a picture that is there more
    /// often, the group still holds all copies that are among those of the one to keep.
    /// </summary>
    [InRange(1, 1000)]
    public int NeighborCount { get; set; } = 20;

    /// <summary>
    /// The least similarity of two images whose pixels are compared, in [-1, 1]: the cosine of their vectors, without vectors the coarse
    /// correlation. Default null: chosen from the data. Of a sample, the pixels of all candidates are compared; the threshold is what all but
    /// 0.1 % of those with the same picture reach. With fewer than ten of them in the sample every candidate is compared.
    /// </summary>
    [InRange(-1.0, 1.0)]
    public double? Threshold { get; set; }

    /// <summary>
    /// The least correlation of luma, where one picture lies over the other best, in [0, 1]. Default 0.9. It takes no notice of brightness
    /// and contrast. Where a picture is less than 90 % of the other, half the distance to 1 is allowed, by default 0.95.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double Correlation { get; set; } = 0.9;

    /// <summary>
    /// The least correlation of detail there, in [0, 1]: of what remains when each point's surroundings are taken away. Default 0.75. It
    /// tells two pictures of the same kind, say a ship on a calm sea, from two versions of one. For parts as with
    /// <see cref="Correlation"/>, by default 0.875.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double DetailCorrelation { get; set; } = 0.75;
}
