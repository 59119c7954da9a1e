using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

public sealed class EvaluationCropTests
{
    [Fact]
    public void Apply_ImageOfTheSize_IsUntouched()
    {
        View view = Pictures.View(Pictures.Noise(32, 32));
        new EvaluationCrop(32).Apply(view, new RandomStream(1));
        view.Source.Should().NotBeNull();
    }

    [Theory]
    [InlineData(40, 60)]
    [InlineData(60, 40)]
    [InlineData(24, 25)]
    [InlineData(9, 30)]
    [InlineData(25, 25)]
    public void Apply_SquareSize_IsTheEvaluationOfImageNet(int height, int width)
        => Pixels(new EvaluationCrop(24), height, width).Should().Equal(Pixels(SimClrAugmentations.Evaluation(24), height, width));

    [Theory]
    [InlineData(6, 11)]
    [InlineData(11, 6)]
    [InlineData(8, 8)]
    [InlineData(1, 3)]
    public void Apply_AnySize_CoversItWithTheImage(int height, int width)
    {
        EvaluationCrop crop = new(height, width);
        int[] sides = [1, 5, 6, 7, 8, 11, 13, 40];
        foreach ((int imageHeight, int imageWidth) in sides.SelectMany(high => sides.Select(wide => (high, wide))))
        {
            byte[] white = new byte[imageHeight * imageWidth];
            Array.Fill(white, byte.MaxValue);
            View view = Pictures.View(new Image(white, imageWidth, imageHeight, 1));

            crop.Apply(view, new RandomStream(1));

            view.Shape.Should().Be(new ViewShape(1, height, width));
            view.Pixels.ToArray().Should().OnlyContain(value => value > 0.999f, $"the image is {imageHeight} x {imageWidth}");
        }
    }

    [Fact]
    public void Apply_WideSize_KeepsTheAspectRatioAndTheMargin()
    {
        // 8 x 16 of 12 x 12: the width decides, so the image becomes 18 x 18.
        float[] expected = Pixels(new AugmentationPipeline(new Resize(18), new CenterCrop(8, 16)), 12, 12);
        Pixels(new EvaluationCrop(8, 16), 12, 12).Should().Equal(expected);
    }

    [Fact]
    public void Constructor_SizeBelowOne_IsRefused()
    {
        FluentActions.Invoking(() => new EvaluationCrop(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new EvaluationCrop(3, -1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Fluent_Call_AddsIt()
        => new AugmentationPipeline().EvaluationCrop(5).Steps.Should().ContainSingle().Which.Should().BeOfType<EvaluationCrop>();

    private static float[] Pixels(IAugmentation augmentation, int height, int width)
    {
        View view = Pictures.View(Pictures.Noise(height, width));
        augmentation.Apply(view, new RandomStream(1));
        return view.Pixels.ToArray();
    }
}
