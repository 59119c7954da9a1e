using SimClr.Core.Augmentation;
using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>Symmetries and closed forms of the operations.</summary>
public sealed class OperationTests
{
    private static readonly Image Picture = Pictures.Noise(13, 21);

    [Fact]
    public void Flips_AppliedTwice_AreTheIdentity()
    {
        AfterAll(view => Repeat(2, () => new RandomHorizontalFlip().Apply(view, true))).Should().Equal(Original());
        AfterAll(view => Repeat(2, () => new RandomVerticalFlip().Apply(view, true))).Should().Equal(Original());
    }

    [Fact]
    public void Flips_Both_AreAHalfTurn()
        => AfterAll(view =>
        {
            new RandomHorizontalFlip().Apply(view, true);
            new RandomVerticalFlip().Apply(view, true);
        }).Should().Equal(AfterAll(view => new RandomRotate90().Apply(view, 2)));

    [Fact]
    public void RandomRotate90_FourTimes_IsTheIdentity()
        => AfterAll(view => Repeat(4, () => new RandomRotate90().Apply(view, 1))).Should().Equal(Original());

    [Fact]
    public void RandomRotate90_Negative_IsTheInverse()
        => AfterAll(view =>
        {
            new RandomRotate90().Apply(view, 1);
            new RandomRotate90().Apply(view, -1);
        }).Should().Equal(Original());

    [Fact]
    public void RandomRotation_NinetyDegreesOfASquare_IsAQuarterTurn()
    {
        View rotated = Pictures.View(Pictures.Noise(16, 16));
        View turned = Pictures.View(Pictures.Noise(16, 16));
        new RandomRotation().Apply(rotated, 90);
        new RandomRotate90().Apply(turned, 1);
        rotated.Pixels.ToArray().Should().Equal(turned.Pixels.ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void RandomRotation_Fill_ShowsInTheCorners()
    {
        View view = Pictures.View(Pictures.Noise(16, 16));
        new RandomRotation(45, 0.75f).Apply(view, 45);
        view.Pixels[0].Should().Be(0.75f);
    }

    [Fact]
    public void GaussianBlur_ConstantPicture_StaysConstant()
    {
        View view = Pictures.View(new Image(Enumerable.Repeat((byte)153, 3 * 40 * 40).ToArray(), 40, 40, 3));
        new GaussianBlur(new GaussianBlurOptions { KernelSize = 23 }).Apply(view, 2);
        view.Pixels.ToArray().Should().OnlyContain(value => Math.Abs(value - 0.6f) < 1e-5f);
    }

    [Fact]
    public void GaussianBlur_KernelWiderThanTheView_MirrorsAsOftenAsNeeded()
    {
        View view = Pictures.View(new Image(new byte[] { 0, 255 }, 2, 1, 1));
        new GaussianBlur(new GaussianBlurOptions { KernelSize = 101 }).Apply(view, 10);
        view.Pixels.ToArray().Should().OnlyContain(
            value => Math.Abs(value - 0.5f) < 1e-4f,
            "a wide blur of 0 1 0 1 0 1 ... is a half everywhere");
    }

    [Theory]
    [InlineData(224, 23)]
    [InlineData(32, 3)]
    [InlineData(96, 9)]
    [InlineData(15, 1)]
    public void GaussianBlur_NoKernelSize_TakesATenthOfTheHeight(int side, int expected)
    {
        byte[] spot = new byte[side * side];
        spot[side / 2 * side + side / 2] = 255;
        View view = Pictures.View(new Image(spot, side, side, 1));
        new GaussianBlur().Apply(view, 2);
        view.Pixels.Slice(side / 2 * side, side).ToArray().Count(value => value > 0).Should().Be(expected);
    }

    [Fact]
    public void Cutout_Fill_WritesZeroOrTheMean()
    {
        CropBox box = new(2, 3, 5, 6);
        View zero = Pictures.View(Picture);
        View mean = Pictures.View(Picture);
        float average = zero.Plane(1).ToArray().Average();
        new Cutout().Apply(zero, box);
        new Cutout(0.5, CutoutFill.Mean).Apply(mean, box);
        zero.Plane(1)[2 * 21 + 3].Should().Be(0);
        mean.Plane(1)[6 * 21 + 8].Should().BeApproximately(average, 1e-5f);
        zero.Pixels.ToArray().Zip(Original(), (a, b) => a != b).Count(changed => changed).Should().BeInRange(80, 90);
    }

    [Fact]
    public void NoiseGenerator_Fill_IsStandardNormal()
    {
        float[] noise = new float[512 * 200];
        for (int block = 0; block < 200; block++)
            NoiseGenerator.Fill(noise.AsSpan(512 * block, 512), 9, (uint)block);
        noise.Average(value => (double)value).Should().BeApproximately(0, 0.016);
        noise.Average(value => (double)value * value).Should().BeApproximately(1, 0.022);
        noise.Average(value => Math.Pow(value, 4)).Should().BeApproximately(3, 0.2);
        noise.Skip(1).Zip(noise, (a, b) => (double)a * b).Average().Should().BeApproximately(0, 0.016);
    }

    [Fact]
    public void GaussianNoise_SameKey_IsTheSamePattern()
    {
        float[] first = AfterAll(view => new GaussianNoise().Apply(view, new GaussianNoiseParameters(0.1, 5)));
        first.Should().Equal(AfterAll(view => new GaussianNoise().Apply(view, new GaussianNoiseParameters(0.1, 5))));
        first.Should().NotEqual(AfterAll(view => new GaussianNoise().Apply(view, new GaussianNoiseParameters(0.1, 6))));
    }

    [Fact]
    public void SobelFilter_StepFromBlackToWhite_IsOne()
    {
        View view = Pictures.View(new Image(new byte[] { 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255 }, 4, 3, 1));
        new SobelFilter().Apply(view, new RandomStream(1));
        view.Pixels.ToArray().Should().Equal([0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Normalize_Statistics_AreSubtractedAndDivided()
    {
        View view = Pictures.View(new Image(new byte[] { 255, 0, 51 }, 1, 1, 3));
        new Normalize([0.5f, 0.25f, 0.2f], [0.5f, 0.25f, 2f]).Apply(view, new RandomStream(1));
        view.Pixels.ToArray().Should().Equal([1f, -1f, 0f], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Resize_ShorterSide_KeepsTheRatio()
    {
        View view = Pictures.View(Pictures.Noise(30, 50));
        new Resize(20).Apply(view, new RandomStream(1));
        view.Shape.Should().Be(new ViewShape(3, 20, 33));
    }

    [Fact]
    public void CenterCrop_SmallerView_IsSurroundedWithZeros()
    {
        View view = Pictures.View(new Image(new byte[] { 255 }, 1, 1, 1));
        new CenterCrop(3).Apply(view, new RandomStream(1));
        view.Pixels.ToArray().Should().Equal(0, 0, 0, 0, 1, 0, 0, 0, 0);
    }

    [Fact]
    public void CopyTo_Interleaved_MovesEveryValue()
    {
        View view = Pictures.View(Picture);
        float[] interleaved = new float[view.Shape.Length];
        view.CopyTo(interleaved, PixelLayout.Interleaved);
        interleaved.Should().Equal(Picture.Bytes.ToArray().Select(value => value / 255f), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void CopyTo_ShortDestination_IsRefused()
    {
        Action copy = () => Pictures.View(Picture).CopyTo(new float[10], PixelLayout.Planar);
        copy.Should().Throw<ArgumentException>().WithMessage("*819 values*holds 10*");
    }

    private static float[] Original() => Pictures.View(Picture).Pixels.ToArray();

    private static float[] AfterAll(Action<View> change)
    {
        View view = Pictures.View(Picture);
        change(view);
        return view.Pixels.ToArray();
    }

    private static void Repeat(int times, Action action)
    {
        for (int time = 0; time < times; time++)
            action();
    }
}
