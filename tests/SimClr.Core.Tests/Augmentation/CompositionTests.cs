using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>Operations made of others, presets, and how they describe themselves.</summary>
public sealed class CompositionTests
{
    [Fact]
    public void RandomApply_CoinSaysNo_DrawsNothingElse()
    {
        int calls = 0;
        RandomApply never = new(new LambdaAugmentation("count", (_, _) => calls++), 0);
        RandomApply always = new(new LambdaAugmentation("count", (_, _) => calls++), 1);
        View view = Pictures.View(Pictures.Noise(2, 2));
        never.Apply(view, new RandomStream(1));
        calls.Should().Be(0);
        always.Apply(view, new RandomStream(1));
        calls.Should().Be(1);
    }

    [Fact]
    public void OneOf_Weights_AreTheFrequencies()
    {
        int[] counts = new int[3];
        OneOf oneOf = new(Enumerable.Range(0, 3).Select(at => ((IAugmentation)new LambdaAugmentation("count", (_, _) => counts[at]++), (double)(at + 1))));
        View view = Pictures.View(Pictures.Noise(2, 2));
        for (int image = 0; image < 6000; image++)
            oneOf.Apply(view, new RandomStream(1, 0, image));
        counts[0].Should().BeCloseTo(1000, 150);
        counts[1].Should().BeCloseTo(2000, 180);
        counts[2].Should().BeCloseTo(3000, 190);
    }

    [Fact]
    public void OneOf_NoChoiceOrBadWeight_IsRefused()
    {
        Action none = () => _ = new OneOf();
        Action zero = () => _ = new OneOf([(new Solarize(), 1.0), (new Equalize(), 0.0)]);
        none.Should().Throw<ArgumentException>().WithMessage("At least one choice*");
        zero.Should().Throw<ArgumentException>().WithMessage("Choice 1*0*");
    }

    [Fact]
    public void Pipeline_Fluent_LeavesTheShorterChainAlone()
    {
        AugmentationPipeline crop = new AugmentationPipeline().RandomResizedCrop(8);
        AugmentationPipeline longer = crop.Then("invert", (view, _) => view.Pixels[0] = 0.5f);
        crop.Steps.Should().HaveCount(1);
        longer.Steps.Should().HaveCount(2);
        View view = Pictures.View(Pictures.Noise(9, 9));
        longer.Apply(view, new RandomStream(1));
        view.Pixels[0].Should().Be(0.5f);
    }

    [Fact]
    public void ToString_EveryOperation_IsReadable()
    {
        AugmentationPipeline pipeline = new AugmentationPipeline()
            .RandomVerticalFlip()
            .RandomRotate90()
            .RandomRotation(15)
            .Cutout(0.25, CutoutFill.Mean)
            .GaussianNoise(0.01, 0.05)
            .SobelFilter()
            .RandomSolarize()
            .RandomEqualize(0.1)
            .OneOf(a => a.RandomGrayscale(1), a => a.RandomApply(0.3, b => b.RandomGaussianBlur(1)))
            .Then("mine", (_, _) => { })
            .Normalize([0.5f], [0.25f]);
        pipeline.ToString().Should().Be(
            "RandomVerticalFlip(probability 0.5) -> RandomRotate90 -> RandomRotation(maximumAngle 15, fill 0) -> Cutout(side 0.25, fill Mean)" +
            " -> GaussianNoise(minimumDeviation 0.01, maximumDeviation 0.05) -> SobelFilter(output Magnitude)" +
            " -> RandomApply(probability 0.2: Solarize(threshold 0.5)) -> RandomApply(probability 0.1: Equalize)" +
            " -> OneOf(p0 0.5, p1 0.5: AugmentationPipeline(RandomGrayscale(probability 1)) -> AugmentationPipeline(RandomApply(probability 0.3:" +
            " AugmentationPipeline(RandomApply(probability 1: GaussianBlur(minimumSigma 0.1, maximumSigma 2, kernelSize height / 10))))))" +
            " -> mine -> Normalize(mean 0.5, standardDeviation 0.25)");
        new AugmentationPipeline().ToString().Should().Be("identity");
    }

    [Fact]
    public void Describe_Preset_BecomesJson()
    {
        string json = new AugmentationPipeline().RandomHorizontalFlip(0.25).RandomGaussianBlur().Describe().ToJson().ToJsonString();
        json.Should().Be(
            """{"name":"AugmentationPipeline","steps":[{"name":"RandomHorizontalFlip","parameters":{"probability":0.25}},""" +
            """{"name":"RandomApply","parameters":{"probability":0.5},"steps":[{"name":"GaussianBlur","parameters":{"minimumSigma":0.1,"maximumSigma":2,"kernelSize":"height / 10"}}]}]}""");
    }

    [Fact]
    public void Describe_UsersOwnClass_IsItsName()
        => ((IAugmentation)new OwnAugmentation()).Describe().ToString().Should().Be(nameof(OwnAugmentation));

    [Fact]
    public void MultiCrop_Default_IsTwoLargeAndSixSmall()
    {
        IReadOnlyList<AugmentationPipeline> branches = SimClrAugmentations.MultiCrop(
            new MultiCropOptions { LargeSize = 24, SmallSize = 10 });
        ViewGenerator generator = new(1, branches);
        View view = new();
        RandomStream random = new(0);
        int[] sides = [.. Enumerable.Range(0, branches.Count).Select(Side)];
        sides.Should().Equal(24, 24, 10, 10, 10, 10, 10, 10);

        int Side(int branch)
        {
            generator.Generate(Pictures.Noise(30, 30), 0, 0, branch, view, random);
            return view.Shape.Width;
        }
    }

    [Fact]
    public void CompositionStudy_Branches_DifferByTheOperationsOnly()
    {
        IReadOnlyList<AugmentationPipeline> branches = SimClrAugmentations.CompositionStudy(8, new ColorJitter(1), new Cutout());
        branches[0].Steps.Should().Equal(branches[1].Steps[0]);
        branches[1].Steps.Should().HaveCount(3);
    }

    [Fact]
    public void Official_Preset_UsesItsFormulasAndBicubic()
        => SimClrAugmentations.Official(224, o => o.Formulas = ColorFormulas.OfficialV1).ToString()
            .Should().Contain("interpolation Bicubic").And.Contain("formulas OfficialV1").And.Contain("GaussianBlur");

    [Fact]
    public void Evaluation_Preset_IsTheSameForEveryStream()
    {
        AugmentationPipeline evaluation = SimClrAugmentations.Evaluation(24);
        View first = Pictures.View(Pictures.Noise(40, 60));
        View second = Pictures.View(Pictures.Noise(40, 60));
        evaluation.Apply(first, new RandomStream(1));
        evaluation.Apply(second, new RandomStream(2));
        first.Shape.Should().Be(new ViewShape(3, 24, 24));
        first.Pixels.ToArray().Should().Equal(second.Pixels.ToArray());
    }

    [Fact]
    public void Options_OutOfRange_ListEveryProblem()
    {
        Action crop = () => _ = new RandomResizedCrop(new RandomResizedCropOptions { Height = 0, MinimumArea = 0.5, MaximumArea = 0.4 });
        Action jitter = () => _ = new ColorJitter(new ColorJitterOptions { Hue = 0.6 });
        Action blur = () => _ = new GaussianBlur(new GaussianBlurOptions { KernelSize = 4, MinimumSigma = 3 });
        crop.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(2);
        jitter.Should().Throw<OptionsValidationException>().WithMessage("*Hue*");
        blur.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Probability_OutsideUnitInterval_IsRefused(double probability)
    {
        Action flip = () => _ = new RandomHorizontalFlip(probability);
        Action apply = () => _ = new RandomApply(new Solarize(), probability);
        flip.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(probability));
        apply.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(probability));
    }

    private sealed class OwnAugmentation : IAugmentation
    {
        public void Apply(View view, RandomStream random) => view.Pixels.Clear();
    }
}
