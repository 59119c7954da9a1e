using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;
using SimClr.Core.Reporting;

namespace SimClr.Core.Samples.AugmentationGallery.Histograms;

/// <summary>Color histograms of several views of each of some images, in a color for each image (paper, Figure 6).</summary>
public static class HistogramChart
{
    private const int Bins = 32;
    private const int Views = 6;
    private const long Seed = 5;

    /// <summary>Draws the views of an augmentation.</summary>
    /// <param name="title">What they are.</param>
    /// <param name="augmentation">Makes them.</param>
    /// <param name="images">Of these images.</param>
    public static LineChart Draw(string title, IAugmentation augmentation, params IReadOnlyList<Image> images)
    {
        LineChart chart = new() { Title = title, XLabel = "intensity", YLabel = "share of values", YIsPercent = true };
        double[] intensities = [.. Enumerable.Range(0, Bins).Select(bin => (bin + 0.5) / Bins)];
        View view = new();
        RandomStream random = new(0);
        for (int number = 0; number < images.Count * Views; number++)
        {
            random.Reset(Seed, 0, 0, number % Views);
            view.Reset(images[number / Views]);
            augmentation.Apply(view, random);
            chart.AddLine($"image {(char)('A' + number / Views)}", intensities, Mean(ColorHistogram.Of(view, Bins)));
        }

        return chart;
    }

    private static double[] Mean(ColorHistogram histogram) =>
    [
        .. from bin in Enumerable.Range(0, histogram.Bins)
           select Enumerable.Range(0, histogram.Channels).Average(channel => histogram.Channel(channel)[bin]),
    ];
}
