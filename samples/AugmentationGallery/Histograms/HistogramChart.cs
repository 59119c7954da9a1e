using ScottPlot;
using SimClr.Core.Augmentation;
using SimClr.Core.Randomness;
using Image = SimClr.Core.Data.Image;

namespace SimClr.Core.Samples.Pictures;

/// <summary>Color histograms of several views of each of some images, side by side (paper, Figure 6), as a PNG picture.</summary>
public static class HistogramChart
{
    private const int Bins = 32;
    private const int Views = 6;
    private const int Columns = 2;
    private const int PanelWidth = 380;
    private const int PanelHeight = 240;
    private const int PixelsPerPoint = 2;
    private const double HighestShare = 0.45;
    private const long Seed = 5;

    /// <summary>Draws one panel for each image and augmentation.</summary>
    /// <param name="panels">Title, image and what makes its views; two in a row.</param>
    public static byte[] Draw(IReadOnlyList<(string Title, Image Image, IAugmentation Augmentation)> panels)
    {
        int rows = (panels.Count + Columns - 1) / Columns;
        Multiplot figure = new();
        figure.AddPlots(panels.Count);
        figure.Layout = new ScottPlot.MultiplotLayouts.Grid(rows, Columns);
        for (int panel = 0; panel < panels.Count; panel++)
            Fill(figure.GetPlot(panel), panels[panel].Title, panels[panel].Image, panels[panel].Augmentation);
        using ScottPlot.Image image = figure.Render(Columns * PanelWidth * PixelsPerPoint, rows * PanelHeight * PixelsPerPoint);
        return image.GetImageBytes(ImageFormat.Png, 100);
    }

    private static void Fill(Plot plot, string title, Image image, IAugmentation augmentation)
    {
        View view = new();
        RandomStream random = new(0);
        double[] intensities = [.. Enumerable.Range(0, Bins).Select(bin => (bin + 0.5) / Bins)];
        for (int number = 0; number < Views; number++)
        {
            random.Reset(Seed, 0, 0, number);
            view.Reset(image);
            augmentation.Apply(view, random);
            plot.Add.ScatterLine(intensities, Mean(ColorHistogram.Of(view, Bins)), Palette.Series(number)).LineWidth = 1.5f * PixelsPerPoint;
        }

        // Not ScaleFactor: it would move all panels but the first out of the picture.
        plot.Title(title, 14 * PixelsPerPoint);
        plot.XLabel("intensity", 12 * PixelsPerPoint);
        plot.YLabel("share of values", 12 * PixelsPerPoint);
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = 12 * PixelsPerPoint;
        plot.Font.Set(PictureFont.FamilyName);
        plot.Axes.Title.Label.Bold = plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.SetLimits(0, 1, 0, HighestShare);
    }

    private static double[] Mean(ColorHistogram histogram) =>
    [
        .. from bin in Enumerable.Range(0, histogram.Bins)
           select Enumerable.Range(0, histogram.Channels).Average(channel => histogram.Channel(channel)[bin]),
    ];
}
