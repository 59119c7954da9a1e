using ScottPlot;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;
using Image = SimClr.Core.Data.Image;

namespace SimClr.Core.Samples.AugmentationGallery;

/// <summary>
/// Histograms of several crops of two images, with and without color distortion (paper, Figure 6), and the number behind it.
/// </summary>
internal static class HistogramFigure
{
    private const int Bins = 32;
    private const int Crops = 6;
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
        Multiplot figure = new();
        figure.AddPlots(4);
        figure.Layout = new ScottPlot.MultiplotLayouts.Grid(rows: 2, columns: 2);
        Fill(figure.GetPlot(0), "image A, crops", images[3], CropOnly);
        Fill(figure.GetPlot(1), "image B, crops", images[6], CropOnly);
        Fill(figure.GetPlot(2), "image A, crops + color distortion", images[3], Distorted);
        Fill(figure.GetPlot(3), "image B, crops + color distortion", images[6], Distorted);
        figure.SavePng(path, 720, 480);
    }

    private static void Print(string name, Image[] images, AugmentationPipeline pipeline)
    {
        HistogramShortcut shortcut = HistogramShortcut.Measure(images, pipeline);
        Console.WriteLine(
            $"{name}: histogram distance {shortcut.WithinDistance:0.000} within an image, {shortcut.BetweenDistance:0.000} between images; " +
            $"the pair is found by histogram alone in {shortcut.MatchAccuracy:0.0 %} of {2 * images.Length} views");
    }

    private static void Fill(Plot plot, string title, Image image, AugmentationPipeline pipeline)
    {
        View view = new();
        RandomStream random = new(0);
        double[] intensities = [.. Enumerable.Range(0, Bins).Select(bin => (bin + 0.5) / Bins)];
        for (int crop = 0; crop < Crops; crop++)
        {
            random.Reset(5, 0, 0, crop);
            view.Reset(image);
            pipeline.Apply(view, random);
            plot.Add.ScatterLine(intensities, Mean(ColorHistogram.Of(view, Bins)));
        }

        plot.Title(title);
        plot.XLabel("intensity");
        plot.YLabel("share of values");
        plot.Axes.SetLimits(0, 1, 0, 0.45);
    }

    private static double[] Mean(ColorHistogram histogram) =>
    [
        .. from bin in Enumerable.Range(0, histogram.Bins)
           select Enumerable.Range(0, histogram.Channels).Average(channel => histogram.Channel(channel)[bin]),
    ];
}
