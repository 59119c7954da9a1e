using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

public sealed class SimClrAugmentationsTests
{
    [Fact]
    public void ImageNet_AnyImage_GivesValuesInRangeOfTheAskedSize()
    {
        ViewGenerator generator = new(3, SimClrAugmentations.ImageNet(48));
        View view = new();
        RandomStream random = new(0);
        for (int image = 0; image < 50; image++)
        {
            generator.Generate(Pictures.Noise(40, 60, seed: image), image, 0, image % 2, view, random);
            view.Shape.Should().Be(new ViewShape(3, 48, 48));
            view.Pixels.ToArray().Should().OnlyContain(value => value >= 0 && value <= 1);
        }
    }

    [Fact]
    public void ToString_Preset_NamesEveryStep()
        => SimClrAugmentations.Cifar().ToString().Should().Be(
            "RandomResizedCrop(height 32, width 32, minimumArea 0.08, maximumArea 1, minimumAspectRatio 0.75, maximumAspectRatio 1.3333, interpolation Bilinear)" +
            " -> RandomHorizontalFlip(probability 0.5)" +
            " -> RandomApply(probability 0.8: ColorJitter(brightness 0.4, contrast 0.4, saturation 0.4, hue 0.1, formulas Torchvision))" +
            " -> RandomGrayscale(probability 0.2)");
}
