using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Samples.AugmentationGallery.Histograms;
using SkiaSharp;

namespace SimClr.Core.SampleTests.AugmentationGallery;

public sealed class HistogramChartTests
{
    [Fact]
    public void Draw_TwoImages_HasAColorForEach()
    {
        SyntheticSource source = new(new SyntheticOptions { Count = 2 });

        using SKBitmap picture = SKBitmap.Decode(HistogramChart.Draw("crops", new AugmentationPipeline().RandomResizedCrop(16), source.Read(0), source.Read(1)).ToPng());

        foreach (string color in new[] { "#0072B2", "#D55E00" })
            picture.Pixels.Count(pixel => pixel == SKColor.Parse(color)).Should().BeGreaterThan(500, "six curves are drawn");
    }
}
