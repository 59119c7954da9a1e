using SimClr.Core.Curation.Pixels;

namespace SimClr.Core.Curation;

/// <summary>What <see cref="ImageInspector"/> found out about one image in a single look at its pixels.</summary>
/// <remarks>
/// Light and blur are of the picture scaled down to <see cref="ImageInspector.InspectedSide"/> pixels on its longer side, if it is larger.
/// Immutable.
/// </remarks>
public sealed record ImageFacts
{
    /// <summary>Where the image stands in what was inspected, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its file; null if it has none.</summary>
    public string? Path { get; init; }

    /// <summary>Why it cannot be decoded; null if it can. Of one that cannot, nothing below is known.</summary>
    public string? Problem { get; init; }

    /// <summary>Width in pixels, upright.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels, upright.</summary>
    public int Height { get; init; }

    /// <summary>Length of the file; 0 if it has none.</summary>
    public long FileBytes { get; init; }

    /// <summary>SHA-256 of the file if files were inspected, else of size and pixels: equal only for equal pictures. Empty if it cannot be read.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Mean luma, in [0, 1].</summary>
    public double Brightness { get; init; }

    /// <summary>The luma that 5 % of the pixels do not reach, in [0, 1].</summary>
    public double DarkLuma { get; init; }

    /// <summary>The luma that 99 % of the pixels do not pass, in [0, 1].</summary>
    public double BrightLuma { get; init; }

    /// <summary>
    /// How blurred it is, in [0, 1]: how little a further blur takes from the differences of neighboring pixels. Crété-Roffet et al. 2007,
    /// <i>The blur effect: perception and estimation with a new no-reference perceptual blur metric</i>.
    /// </summary>
    public double Blur { get; init; }

    /// <summary>Entropy of the luma's histogram of 256 levels in bits, in [0, 8]; 0 if all pixels are the same.</summary>
    public double Entropy { get; init; }

    /// <summary>The mean difference of a pixel's largest and smallest channel, in [0, 1]; 0 if it is gray.</summary>
    public double Colorfulness { get; init; }

    internal Thumbnail? Thumbnail { get; init; }

    // The file that the digest is of, so that another digest does not mean other pixels; null if it is of the pixels. The path may be
    // another name for it.
    internal string? File { get; init; }
}
