using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Samples.AugmentationGallery.Histograms;

/// <summary>
/// How far an augmentation lets positive pairs be found by their color histograms alone (paper, section 3.1 and Figure 6).
/// </summary>
/// <param name="WithinDistance">Mean histogram distance between the two views of an image.</param>
/// <param name="BetweenDistance">Mean histogram distance between views of different images.</param>
/// <param name="MatchAccuracy">Share of views whose nearest other view by histogram is the second view of the same image; chance is 1 /
/// (2N - 1).</param>
public sealed record HistogramShortcut(double WithinDistance, double BetweenDistance, double MatchAccuracy)
{
    /// <summary>Makes two views of each image and compares all their histograms.</summary>
    /// <param name="images">At least two images of the same number of channels.</param>
    /// <param name="augmentation">Makes the views.</param>
    /// <param name="seed">Of the views.</param>
    /// <param name="bins">Bins of each channel.</param>
    /// <exception cref="ArgumentException">There are fewer than two images.</exception>
    public static HistogramShortcut Measure(IReadOnlyList<Image> images, IAugmentation augmentation, long seed = 0, int bins = 32)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count < 2)
            throw new ArgumentException($"At least two images are needed to compare, but there is {images.Count}.", nameof(images));
        ColorHistogram[] views = MakeViews(images, new ViewGenerator(seed, augmentation), bins);
        double within = 0, all = 0;
        int matches = 0;
        for (int anchor = 0; anchor < views.Length; anchor++)
        {
            double[] distances = [.. views.Select(other => views[anchor].DistanceTo(other))];
            // Views 2i and 2i + 1 show image i.
            int partner = anchor ^ 1;
            within += distances[partner];
            all += distances.Sum();
            distances[anchor] = double.PositiveInfinity;
            if (Array.IndexOf(distances, distances.Min()) == partner)
                matches++;
        }

        double pairs = (double)views.Length * (views.Length - 2);
        return new HistogramShortcut(within / views.Length, (all - within) / pairs, (double)matches / views.Length);
    }

    private static ColorHistogram[] MakeViews(IReadOnlyList<Image> images, ViewGenerator generator, int bins)
    {
        ColorHistogram[] histograms = new ColorHistogram[2 * images.Count];
        View view = new();
        RandomStream random = new(generator.Seed);
        for (int at = 0; at < histograms.Length; at++)
        {
            generator.Generate(images[at / 2], at / 2, 0, at % 2, view, random);
            histograms[at] = ColorHistogram.Of(view, bins);
        }

        return histograms;
    }
}
