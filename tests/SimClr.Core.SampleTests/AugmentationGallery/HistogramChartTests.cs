using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Samples.Pictures;
using SkiaSharp;

namespace SimClr.Core.SampleTests.Pictures;

public sealed class HistogramChartTests
{
    [Fact]
    public void Draw_FourPanels_FillsEachQuarterOfThePicture()
    {
        Image image = new SyntheticSource(new SyntheticOptions { Count = 1 }).Read(0);
        AugmentationPipeline crop = new AugmentationPipeline().RandomResizedCrop(16);

        using SKBitmap picture = SKBitmap.Decode(HistogramChart.Draw([.. Enumerable.Range(0, 4).Select(number => ($"panel {number}", image, crop))]));

        (int width, int height) = (picture.Width / 2, picture.Height / 2);
        for (int quarter = 0; quarter < 4; quarter++)
        {
            int left = quarter % 2 * width, top = quarter / 2 * height;
            int ink = Enumerable.Range(0, width * height).Count(at => picture.GetPixel(left + at % width, top + at / width).Red < 128);
            ink.Should().BeInRange(width * height / 200, width * height / 3, "quarter {0} has axes, a title and curves", quarter);
        }
    }
}
