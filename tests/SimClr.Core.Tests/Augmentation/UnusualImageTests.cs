using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>Real users' images: any channel count, 16 bits, floats with gaps, tiny and long ones.</summary>
public sealed class UnusualImageTests
{
    public static TheoryData<string> Names => [.. Operations.Keys];

    private static Dictionary<string, IAugmentation> Operations { get; } = new()
    {
        ["crop"] = new RandomResizedCrop(9),
        ["bicubic crop"] = new RandomResizedCrop(new RandomResizedCropOptions { Height = 9, Width = 9, Interpolation = ResizeInterpolation.Bicubic }),
        ["resize"] = new Resize(9, 9),
        ["center crop"] = new CenterCrop(9),
        ["horizontal flip"] = new RandomHorizontalFlip(1),
        ["vertical flip"] = new RandomVerticalFlip(1),
        ["quarter turn"] = new RandomRotate90(),
        ["rotation"] = new RandomRotation(),
        ["cutout"] = new Cutout(0.5, CutoutFill.Mean),
        ["jitter"] = new ColorJitter(new ColorJitterOptions { NonRgb = NonRgbHandling.PassThrough }),
        ["drop"] = new RandomGrayscale(1, NonRgbHandling.PassThrough),
        ["blur"] = new GaussianBlur(new GaussianBlurOptions { KernelSize = 23 }),
        ["noise"] = new GaussianNoise(0.1, 0.2),
        ["sobel"] = new SobelFilter(),
        ["solarize"] = new Solarize(),
        ["equalize"] = new Equalize(),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_AnySizeAndChannelCount_StaysInRange(string name)
    {
        RandomStream random = new(1);
        foreach (int channels in new[] { 1, 2, 3, 4, 5, 12 })
        {
            foreach ((int height, int width) in new[] { (1, 1), (1, 40), (40, 1), (2, 3), (7, 5), (33, 18) })
            {
                View view = Pictures.View(Pictures.Noise(height, width, channels));
                Operations[name].Apply(view, random);
                view.Shape.Channels.Should().Be(channels);
                view.Pixels.ToArray().Should().OnlyContain(
                    value => value >= 0 && value <= 1,
                    "of {0} x {1} x {2}",
                    channels,
                    height,
                    width);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_SameSamplesInAnyTypeAndLayout_GivesTheSame(string name)
    {
        foreach (int channels in new[] { 1, 3, 4, 6 })
        {
            Image bytes = Pictures.Noise(11, 14, channels);
            float[] expected = Apply(bytes);
            foreach (Image image in Variants(bytes))
            {
                float[] actual = Apply(image);
                actual.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-5f, "of {0}", image);
            }
        }

        float[] Apply(Image image)
        {
            View view = Pictures.View(image);
            Operations[name].Apply(view, new RandomStream(3));
            return view.Pixels.ToArray();
        }
    }

    [Fact]
    public void RandomResizedCrop_AfterAnotherOperation_GivesTheSameAsFromTheSource()
    {
        Image image = Pictures.Noise(21, 17, 5);
        View fromSource = Pictures.View(image);
        View fromPixels = Pictures.View(image);
        _ = fromPixels.Pixels;
        CropBox box = new(3, 2, 15, 14);
        new RandomResizedCrop(8).Apply(fromSource, box);
        new RandomResizedCrop(8).Apply(fromPixels, box);
        // Two passes of up to 5 taps, whose weights add up to 1.
        fromPixels.Pixels.ToArray().Zip(fromSource.Pixels.ToArray(), (a, b) => Math.Abs((double)a - b)).Max()
            .Should().BeLessThan(2 * RoundingBounds.Worst(2 * (5 + 3), ScalarType.Float32));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(12)]
    public void ColorOperations_NotThreeChannels_RefuseWithClearMessage(int channels)
    {
        View view = Pictures.View(Pictures.Noise(5, 5, channels));
        RandomStream random = new(1);
        Action jitter = () => new ColorJitter(1).Apply(view, random);
        Action drop = () => new RandomGrayscale(0).Apply(view, random);
        jitter.Should().Throw<ArgumentException>().WithMessage($"ColorJitter needs 3 channels*the view is *{channels}, 5, 5]*PassThrough*");
        drop.Should().Throw<ArgumentException>().WithMessage($"RandomGrayscale needs 3 channels*the view is *{channels}, 5, 5]*PassThrough*");
    }

    [Fact]
    public void ColorJitter_PassThrough_StillChangesBrightnessAndContrast()
    {
        View view = Pictures.View(new Image(new byte[] { 51, 102, 153, 102 }, 2, 2, 1));
        new ColorJitter(new ColorJitterOptions { NonRgb = NonRgbHandling.PassThrough }).Apply(
            view,
            new ColorJitterParameters(0.5f, 2, 0, 0.3f, 0));
        view.Pixels.ToArray().Should().Equal([0f, 0.2f, 0.4f, 0.2f], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void ColorJitter_OnlyBrightnessAndContrast_NeedsNoColor()
    {
        View view = Pictures.View(Pictures.Noise(5, 5, 1));
        Action apply = () => new ColorJitter(new ColorJitterOptions { Saturation = 0, Hue = 0 }).Apply(view, new RandomStream(1));
        apply.Should().NotThrow();
    }

    [Fact]
    public void FloatSource_SamplesThatAreNotFinite_CountAsZero()
    {
        float[] samples = [float.NaN, 0.5f, float.PositiveInfinity, 0.25f, float.NegativeInfinity, 1f];
        float[] finite = [0, 0.5f, 0, 0.25f, 0, 1f];
        Converted(samples).Should().Equal(Converted(finite));
        Cropped(samples).Should().Equal(Cropped(finite));

        static float[] Converted(float[] values) => Pictures.View(new Image(values, 3, 2, 1)).Pixels.ToArray();

        static float[] Cropped(float[] values)
        {
            View view = Pictures.View(new Image(values, 3, 2, 1));
            new RandomResizedCrop(4).Apply(view, new CropBox(0, 0, 2, 3));
            return view.Pixels.ToArray();
        }
    }

    [Fact]
    public void FloatSource_ValuesOutsideTheRange_PassBilinearCropUnclipped()
    {
        View view = Pictures.View(new Image(new float[] { -2, -2, 3, 3 }, 2, 2, 1));
        new RandomResizedCrop(2).Apply(view, new CropBox(0, 0, 2, 2));
        view.Pixels.ToArray().Should().Equal(-2, -2, 3, 3);
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(1000, 1)]
    [InlineData(30, 3000)]
    public void RandomResizedCrop_ExtremeAspectRatio_TakesTheCenter(int height, int width)
    {
        RandomResizedCrop crop = new(new RandomResizedCropOptions { MinimumArea = 0.9 });
        CropBox box = crop.Draw(new ViewShape(3, height, width), new RandomStream(1));
        Math.Min(box.Width, box.Height).Should().Be(Math.Min(height, width));
        Math.Max(box.Width, box.Height).Should().Be((int)Math.Round(Math.Min(height, width) * 4 / 3.0));
        Math.Abs(2 * box.Left + box.Width - width).Should().BeLessThanOrEqualTo(1);
        Math.Abs(2 * box.Top + box.Height - height).Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Apply_BoxOutsideTheView_IsRefused()
    {
        Action apply = () => new RandomResizedCrop(4).Apply(Pictures.View(Pictures.Noise(5, 6)), new CropBox(1, 0, 5, 6));
        apply.Should().Throw<ArgumentException>().WithMessage("*6 x 5 at (0, 1)*3, 5, 6]*");
    }

    [Fact]
    public void Normalize_OtherChannelCount_IsRefused()
    {
        Action apply = () => Normalize.ImageNet.Apply(Pictures.View(Pictures.Noise(5, 6, 4)), new RandomStream(1));
        apply.Should().Throw<ArgumentException>().WithMessage("Normalize has statistics of 3 channels, but the view is *4, 5, 6]*");
    }

    private static IEnumerable<Image> Variants(Image image)
    {
        (int area, int channels) = (image.Width * image.Height, image.Channels);
        byte[] bytes = image.Bytes.ToArray();
        byte[] planar = [.. Enumerable.Range(0, bytes.Length).Select(at => bytes[at % area * channels + at / area])];
        yield return new Image(planar, image.Width, image.Height, channels, PixelLayout.Planar);
        foreach ((byte[] samples, PixelLayout layout) in new[] { (bytes, PixelLayout.Interleaved), (planar, PixelLayout.Planar) })
        {
            yield return new Image(samples.Select(value => (ushort)(value * 257)).ToArray(), image.Width, image.Height, channels, layout);
            yield return new Image(samples.Select(value => value / 255f).ToArray(), image.Width, image.Height, channels, layout);
        }
    }
}
