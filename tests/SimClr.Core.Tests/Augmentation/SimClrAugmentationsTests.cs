using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

public sealed class SimClrAugmentationsTests
{
    [Theory]
    [InlineData(PixelLayout.Interleaved)]
    [InlineData(PixelLayout.Planar)]
    public void Cifar_WarmView_AllocatesNothing(PixelLayout layout)
        => AllocatedBy(SimClrAugmentations.Cifar(), Pictures.Noise(32, 32, layout: layout)).Should().Be(0);

    [Fact]
    public void ImageNet_WarmView_AllocatesNothing()
        => AllocatedBy(SimClrAugmentations.ImageNet(64), Pictures.Noise(75, 100)).Should().Be(0);

    [Fact]
    public void ImageNet_AnyImage_GivesValuesInRangeOfTheAskedSize()
    {
        ViewGenerator generator = new(3, SimClrAugmentations.ImageNet(48));
        View view = new();
        RandomStream random = new(0);
        for (int image = 0; image < 50; image++)
        {
            generator.Generate(Pictures.Noise(40, 60, seed: image), image, 0, image % 2, view, random);
            view.Size.Should().Be(new ViewSize(3, 48, 48));
            view.Pixels.ToArray().Should().OnlyContain(value => value >= 0 && value <= 1);
        }
    }

    [Fact]
    public void ToString_Preset_NamesEveryStep()
        => SimClrAugmentations.Cifar().ToString().Should().Be(
            "RandomResizedCrop(height 32, width 32, minimumArea 0.08, maximumArea 1, minimumAspectRatio 0.75, maximumAspectRatio 1.3333, interpolation Bilinear)" +
            " -> RandomHorizontalFlip(probability 0.5)" +
            " -> RandomApply(probability 0.8: ColorJitter(brightness 0.4, contrast 0.4, saturation 0.4, hue 0.1))" +
            " -> ColorDrop(probability 0.2)");

    private static long AllocatedBy(IAugmentation augmentation, Image image)
    {
        ViewGenerator generator = new(1, augmentation);
        View view = new();
        RandomStream random = new(0);
        float[] result = new float[3 * 64 * 64];
        MakeViews();
        long before = GC.GetAllocatedBytesForCurrentThread();
        MakeViews();
        return GC.GetAllocatedBytesForCurrentThread() - before;

        void MakeViews()
        {
            for (int index = 0; index < 200; index++)
            {
                generator.Generate(image, index, 0, 0, view, random);
                view.CopyTo(result, PixelLayout.Interleaved);
            }
        }
    }
}
