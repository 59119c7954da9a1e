using CsCheck;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>A resize and a crop compute only what the crop keeps, with the bits of the whole; what is too large is refused.</summary>
public sealed class ThinImageTests
{
    private static readonly Gen<(int Height, int Width, int Channels, int Kind)> Images =
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 6], Gen.Int[0, 5]);

    [Theory]
    [InlineData(1, 5000)]
    [InlineData(1, 20_000)]
    [InlineData(1, 65_000)]
    [InlineData(9000, 2)]
    [InlineData(2, 9000)]
    [InlineData(1, 1_000_000)]
    [InlineData(1_000_000, 1)]
    public void Evaluation_ThinImage_TakesLittleMemory(int width, int height)
    {
        View view = Pictures.View(Pictures.Noise(height, width));

        AllocatedBy(() => SimClrAugmentations.Evaluation(96).Apply(view, new RandomStream(0))).Should().BeLessThan(1 << 20);

        view.Shape.Should().Be(new ViewShape(3, 96, 96));
    }

    [Fact]
    public void Evaluation_VeryThinImage_ShowsItsMiddle()
    {
        Image thin = Pictures.Noise(65_000, 1);
        Image middle = new(thin.Bytes.Slice(32_490 * 3, 20 * 3).ToArray(), 1, 20, 3);

        float[] expected = Evaluated(middle);

        Evaluated(thin).Zip(expected, (one, other) => Math.Abs(one - other)).Max().Should().BeLessThan(1e-4f);
        expected.Max().Should().BeGreaterThan(expected.Min());

        static float[] Evaluated(Image image)
        {
            View view = Pictures.View(image);
            SimClrAugmentations.Evaluation(96).Apply(view, new RandomStream(0));
            return view.Pixels.ToArray();
        }
    }

    [Theory]
    [InlineData(ResizeInterpolation.Bilinear)]
    [InlineData(ResizeInterpolation.Bicubic)]
    public void Crop_AfterAResize_HasTheBitsOfTheWhole(ResizeInterpolation interpolation)
        => Gen.Select(Images, Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 50], Gen.Int[0, 2]).Sample(
            (image, height, width, size, kind) =>
            {
                Resize resize = kind == 0 ? new(height, interpolation) : new(height, width, interpolation);
                IAugmentation crop = kind == 2 ? new RandomResizedCrop(size) : new CenterCrop(size, width);
                View whole = Pictures.View(Picture(image));
                View part = Pictures.View(Picture(image));
                resize.Apply(whole, new RandomStream(1));
                _ = whole.Pixels;
                resize.Apply(part, new RandomStream(1));
                crop.Apply(whole, new RandomStream(2));
                crop.Apply(part, new RandomStream(2));
                part.Shape.Should().Be(whole.Shape);
                part.Pixels.SequenceEqual(whole.Pixels).Should().BeTrue();
            },
            seed: "0000KOIPe036",
            iter: 200,
            threads: 1);

    [Fact]
    public void CenterCrop_OfTheSource_HasTheBitsOfTheWhole()
        => Gen.Select(Images, Gen.Int[1, 70], Gen.Int[1, 70]).Sample(
            (image, height, width) =>
            {
                View whole = Pictures.View(Picture(image));
                View part = Pictures.View(Picture(image));
                _ = whole.Pixels;
                new CenterCrop(height, width).Apply(whole, new RandomStream(2));
                new CenterCrop(height, width).Apply(part, new RandomStream(2));
                part.Pixels.SequenceEqual(whole.Pixels).Should().BeTrue();
            },
            seed: "0000KOIPe036",
            iter: 200,
            threads: 1);

    [Fact]
    public void CenterCrop_LargeImage_ConvertsNoMoreThanItKeeps()
    {
        View view = Pictures.View(new Image(new byte[12_000_000], 4000, 3000, 1));

        AllocatedBy(() => new CenterCrop(64).Apply(view, new RandomStream(0))).Should().BeLessThan(1 << 16);
    }

    [Fact]
    public void Resize_WaitingView_IsAnotherSizeAndNoSource()
    {
        View view = Pictures.View(Pictures.Noise(10, 20));
        new Resize(5).Apply(view, new RandomStream(0));

        view.Shape.Should().Be(new ViewShape(3, 5, 10));
        view.Source.Should().BeNull("the source is no longer what the view shows");
        view.Scratch(4).Fill(7);
        view.Prepare(new ViewShape(3, 50, 50)).Fill(7);
        view.Pixels.ToArray().Should().OnlyContain(value => value <= 1);
        view.Pixels.Length.Should().Be(150);
    }

    [Fact]
    public void Resize_ThinImageWithoutACrop_IsRefused()
    {
        View view = Pictures.View(Pictures.Noise(5000, 1));
        new Resize(110).Apply(view, new RandomStream(0));

        long allocated = AllocatedBy(() => view.Invoking(resized => resized.CopyTo(new float[1], PixelLayout.Planar))
            .Should().Throw<ArgumentException>().WithMessage("Resizing a view [3, 5000, 1] to [3, 550000, 110] gives 181,500,000 values*CenterCrop*"));

        allocated.Should().BeLessThan(1 << 20);
        view.Reset(Pictures.Noise(4, 4));
        new Resize(2).Apply(view, new RandomStream(0));
        view.Pixels.Length.Should().Be(12, "a view that has refused an image works with the next");
    }

    [Theory]
    [InlineData(1, 60_000_000)]
    [InlineData(60_000_000, 1)]
    public void Resize_HugeLine_IsRefused(int width, int height)
    {
        Image line = new(new byte[60_000_000], width, height, 1);

        long allocated = AllocatedBy(() => FluentActions.Invoking(() => Resized(line, new Resize(32, 32))).Should().Throw<ArgumentException>()
            .WithMessage($"Resizing a view [1, {height}, {width}] to [1, 32, 32]*MiB of working memory*"));
        FluentActions.Invoking(() => Resized(line, new Resize(110))).Should().Throw<ArgumentException>().WithMessage("*6,600,000,000 pixels*");

        allocated.Should().BeLessThan(1 << 20);
    }

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(1_000_000, 1)]
    public void Resize_LongLine_IsResizedInBoundedMemory(int width, int height)
    {
        Image line = new(Enumerable.Repeat((byte)51, 1_000_000).ToArray(), width, height, 1);
        float[] result = [];

        AllocatedBy(() => result = Resized(line, new Resize(32, 32))).Should().BeLessThan(65 << 20);

        result.Should().OnlyContain(value => Math.Abs(value - 0.2f) < 1e-4f);
    }

    private static float[] Resized(Image image, Resize resize)
    {
        View view = Pictures.View(image);
        resize.Apply(view, new RandomStream(0));
        return view.Pixels.ToArray();
    }

    private static long AllocatedBy(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Image Picture((int Height, int Width, int Channels, int Kind) image)
    {
        PixelLayout layout = image.Kind % 2 == 0 ? PixelLayout.Interleaved : PixelLayout.Planar;
        byte[] bytes = Pictures.Noise(image.Height, image.Width, image.Channels).Bytes.ToArray();
        (int width, int height, int channels) = (image.Width, image.Height, image.Channels);
        return (image.Kind / 2) switch
        {
            0 => new Image(bytes, width, height, channels, layout),
            1 => new Image(bytes.Select(value => (ushort)(value * 251)).ToArray(), width, height, channels, layout),
            _ => new Image(bytes.Select(value => value / 255f).ToArray(), width, height, channels, layout),
        };
    }
}
