using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>The scores from which <see cref="ImageIssueFinder"/> reports an image; each in [0, 1], and 1 reports the utmost only.</summary>
/// <remarks>
/// The kinds of issues are those of CleanVision, whose scores run the other way, from 1 for a good image to 0. Where a default here is its
/// default, the option says so.
/// </remarks>
public sealed class ImageIssueOptions
{
    /// <summary>
    /// Of 1 less <see cref="ImageFacts.BrightLuma"/>. Default 0.68: 99 % of the pixels are darker than 0.32. CleanVision draws the line
    /// between 0.22 and 0.32, by version.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double Dark { get; set; } = 0.68;

    /// <summary>Of <see cref="ImageFacts.DarkLuma"/>. Default 0.95, as CleanVision: 95 % of the pixels are brighter than 0.95.</summary>
    [InRange(0.0, 1.0)]
    public double Light { get; set; } = 0.95;

    /// <summary>Of <see cref="ImageFacts.Blur"/>. Default 0.65, measured (docs/curation.md).</summary>
    [InRange(0.0, 1.0)]
    public double Blurry { get; set; } = 0.65;

    /// <summary>Of 1 less <see cref="ImageFacts.Entropy"/>/8. Default 0.625: less than 3 bits, as CleanVision.</summary>
    [InRange(0.0, 1.0)]
    public double LowInformation { get; set; } = 0.625;

    /// <summary>Of 1 less the shorter side over the longer. Default 0.65: nearly 3 times as long as wide; CleanVision's line is between 2 and 3, by version.</summary>
    [InRange(0.0, 1.0)]
    public double OddAspectRatio { get; set; } = 0.65;

    /// <summary>
    /// Of 1 less the ratio of the image's side and the median side, the smaller over the larger; the side is the root of the area. Default
    /// 0.9: ten times as large or as small as the middle image, as CleanVision.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double OddSize { get; set; } = 0.9;

    /// <summary>
    /// Of 1 less <see cref="ImageFacts.Colorfulness"/>/0.02, at least 0, if more than half of the images are below that. Default 0.75:
    /// the channels differ by less than 1.3 of 255 levels.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double Gray { get; set; } = 0.75;
}
