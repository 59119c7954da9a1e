using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Samples.Pictures;

namespace SimClr.Core.Samples.AugmentationGallery;

/// <summary>
/// Histograms of several crops of two images, with and without color distortion (paper, Figure 6), and the number behind it.
/// </summary>
internal static class HistogramFigure
{
    private const int MeasuredImages = 400;
    private static readonly AugmentationPipeline CropOnly = new AugmentationPipeline().RandomResizedCrop(32);
    private static readonly AugmentationPipeline Distorted = CropOnly.ColorDistortion();

    /// <summary>Writes the figure and prints the measurement.</summary>
    public static void Write(string path)
    {
        SyntheticSource source = new(new SyntheticOptions { Count = MeasuredImages });
        Image[] images = [.. Enumerable.Range(0, source.Count).Select(source.Read)];
        Print("crop", images, CropOnly);
        Print("crop and color distortion", images, Distorted);
        File.WriteAllBytes(path, HistogramChart.Draw(
        [
            ("image A, crops", images[3], CropOnly),
            ("image B, crops", images[6], CropOnly),
            ("image A, crops + color distortion", images[3], Distorted),
            ("image B, crops + color distortion", images[6], Distorted),
        ]));
    }

    private static void Print(string name, Image[] images, AugmentationPipeline pipeline)
    {
        HistogramShortcut shortcut = HistogramShortcut.Measure(images, pipeline);
        Console.WriteLine(
            $"{name}: histogram distance {shortcut.WithinDistance:0.000} within an image, {shortcut.BetweenDistance:0.000} between images; " +
            $"the pair is found by histogram alone in {shortcut.MatchAccuracy:0.0 %} of {2 * images.Length} views");
    }
}
