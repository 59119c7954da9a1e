using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>Float images of another scale than [0, 1] are not clipped without a word.</summary>
public sealed class IntensityTests
{
    public static TheoryData<string> Names => [.. Clipping.Keys];

    private static Dictionary<string, IAugmentation> Clipping { get; } = new()
    {
        ["ColorJitter"] = new ColorJitter(1),
        ["GaussianNoise"] = new GaussianNoise(0.1, 0.1),
        ["Solarize"] = new Solarize(),
        ["Equalize"] = new Equalize(),
        ["A bicubic resize"] = new Resize(4, 4, ResizeInterpolation.Bicubic),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void ClippingOperation_FloatsOfAnotherScale_AreRefused(string name)
    {
        Apply(name, 0, 255).Should().Throw<ArgumentException>()
            .WithMessage($"{name} needs values from 0 to 1, but those of this float image reach from *divide values of 0 to 255 by 255*");
        Apply(name, -1000, 1).Should().Throw<ArgumentException>();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ClippingOperation_FloatsThatOvershootALittle_AreClipped(string name)
    {
        Apply(name, 0, 1).Should().NotThrow();
        Apply(name, -0.05f, 1.1f).Should().NotThrow();
        Apply(name, -0.5f, 1.9f).Should().NotThrow();
    }

    [Fact]
    public void OtherOperations_FloatsOfAnyRange_KeepIt()
    {
        View view = Pictures.View(Floats(0, 255));
        new AugmentationPipeline().Resize(6, 6).RandomResizedCrop(4).RandomHorizontalFlip().RandomGaussianBlur().Apply(view, new RandomStream(1));

        view.Pixels.ToArray().Max().Should().BeGreaterThan(100);
    }

    [Fact]
    public void Generate_PresetOnFloatsOfAnotherScale_IsRefusedWithinAFewViews()
    {
        ViewGenerator views = new(1, SimClrAugmentations.Cifar(8));
        View view = new();
        RandomStream random = new(0);

        FluentActions.Invoking(() => Enumerable.Range(0, 20).ToList().ForEach(index => views.Generate(Floats(0, 255), index, 0, 0, view, random)))
            .Should().Throw<ArgumentException>().WithMessage("ColorJitter needs values*");
        views.Generate(Floats(0, 1), 0, 0, 0, view, random);
        view.Pixels.ToArray().Distinct().Count().Should().BeGreaterThan(50);
    }

    private static Action Apply(string name, float lowest, float highest) => () =>
    {
        View view = Pictures.View(Floats(lowest, highest));
        Clipping[name].Apply(view, new RandomStream(3));
        view.Pixels.ToArray().Should().OnlyContain(value => value >= -1 && value <= 2);
    };

    // A ramp, so that a filter does not bring the values together.
    private static Image Floats(float lowest, float highest)
        => new(Enumerable.Range(0, 300).Select(at => lowest + (highest - lowest) * (at / 3) / 99).ToArray(), 10, 10, 3);
}
