using SimClr.Core.Validation;

namespace SimClr.Core.Curation.Maps;

/// <summary>
/// Options of <see cref="EmbeddingMap"/>; the defaults are those of Kobak and Berens 2019, <i>The art of using t-SNE for single-cell
/// transcriptomics</i>, and of Belkina et al. 2019, <i>Automated optimized parameters for t-distributed stochastic neighbor embedding</i>.
/// </summary>
public sealed class EmbeddingMapOptions
{
    /// <summary>
    /// How many neighbors of an image its place depends on, roughly: the nearest 3 times as many attract it. At least 2. Small sets take a
    /// third of their images. Default 30.
    /// </summary>
    [InRange(2.0, 1000.0)]
    public double Perplexity { get; set; } = 30;

    /// <summary>Steps with stronger attraction, which sort the images into groups; at least 0. Default 250.</summary>
    [InRange(0, 100_000)]
    public int EarlySteps { get; set; } = 250;

    /// <summary>How much stronger the attraction is in them; at least 1. Default 12.</summary>
    [InRange(1.0, 100.0)]
    public double EarlyExaggeration { get; set; } = 12;

    /// <summary>Steps after them; at least 0. Default 500.</summary>
    [InRange(0, 100_000)]
    public int Steps { get; set; } = 500;

    /// <summary>
    /// Seed of the tiny displacements that part images with equal vectors; any value. Default 0. Where an image lies is a matter of the
    /// vectors alone, but for these.
    /// </summary>
    public long Seed { get; set; }

    internal EmbeddingMapOptions Copy() => (EmbeddingMapOptions)MemberwiseClone();
}
