using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Samples.AugmentationGallery.Histograms;

namespace SimClr.Core.SampleTests.AugmentationGallery;

public sealed class ColorHistogramTests
{
    [Fact]
    public void Of_FourPixels_CountsEachChannel()
    {
        ColorHistogram histogram = ColorHistogram.Of(
            new Image(new byte[] { 0, 63, 64, 255, 255, 255, 255, 255 }, 2, 2, 2, PixelLayout.Planar),
            4);
        histogram.Channel(0).ToArray().Should().Equal(0.5, 0.25, 0, 0.25);
        histogram.Channel(1).ToArray().Should().Equal(0, 0, 0, 1);
    }

    [Fact]
    public void DistanceTo_SameAndDisjoint_AreZeroAndOne()
    {
        ColorHistogram black = ColorHistogram.Of(new Image(new byte[12], 2, 2, 3));
        ColorHistogram white = ColorHistogram.Of(new Image(Enumerable.Repeat((byte)255, 12).ToArray(), 2, 2, 3));
        black.DistanceTo(black).Should().Be(0);
        black.DistanceTo(white).Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void DistanceTo_OtherBins_IsRefused()
    {
        Image image = new(new byte[12], 2, 2, 3);
        Action compare = () => ColorHistogram.Of(image, 8).DistanceTo(ColorHistogram.Of(image, 16));
        compare.Should().Throw<ArgumentException>().WithMessage("*3 x 8*3 x 16*");
    }

    [Fact]
    public void HistogramShortcut_ColorDistortion_ClosesIt()
    {
        SyntheticSource source = new(new SyntheticOptions { Count = 60 });
        Image[] images = [.. Enumerable.Range(0, source.Count).Select(source.Read)];
        HistogramShortcut cropOnly = HistogramShortcut.Measure(images, new AugmentationPipeline().RandomResizedCrop(32));
        HistogramShortcut distorted = HistogramShortcut.Measure(images, new AugmentationPipeline().RandomResizedCrop(32).ColorDistortion());
        cropOnly.MatchAccuracy.Should().BeGreaterThan(0.4, "chance is 1 in 119");
        distorted.MatchAccuracy.Should().BeLessThan(cropOnly.MatchAccuracy / 3);
        (distorted.WithinDistance / distorted.BetweenDistance).Should().BeGreaterThan(cropOnly.WithinDistance / cropOnly.BetweenDistance);
    }
}
