using SimClr.Core.Augmentation;
using SimClr.Core.Data;

namespace SimClr.Core.Samples.AugmentationGallery.Histograms;

/// <summary>
/// Histograms of several crops of two images, with and without color distortion (paper, Figure 6), and the number behind them.
/// </summary>
internal static class HistogramFigure
{
    private const int MeasuredImages = 400;
    private static readonly AugmentationPipeline CropOnly = new AugmentationPipeline().RandomResizedCrop(32);
    private static readonly AugmentationPipeline Distorted = CropOnly.ColorDistortion();

    /// <summary>Writes the figures and prints the measurement.</summary>
    public static void Write(string folder)
    {
        SyntheticSource source = new(new SyntheticOptions { Count = MeasuredImages });
        Image[] images = [.. Enumerable.Range(0, source.Count).Select(source.Read)];
        Write(folder, "crop", images, CropOnly);
        Write(folder, "crop and color distortion", images, Distorted);
    }

    private static void Write(string folder, string name, Image[] images, AugmentationPipeline pipeline)
    {
        HistogramChart.Draw(name, pipeline, images[3], images[6]).Save(Path.Combine(folder, $"color-histograms-{name.Replace(' ', '-')}.png"));
        HistogramShortcut shortcut = HistogramShortcut.Measure(images, pipeline);
        Console.WriteLine(
            $"{name}: histogram distance {shortcut.WithinDistance:0.000} within an image, {shortcut.BetweenDistance:0.000} between images; " +
            $"the pair is found by histogram alone in {shortcut.MatchAccuracy:0.0 %} of {2 * images.Length} views");
    }
}
