using SimClr.Core.Augmentation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>What of a training pipeline stands in evaluation.</summary>
public sealed class ForEvaluationTests
{
    private const string Crop = "EvaluationCrop(height 8, width 8, interpolation Bilinear)";

    public static TheoryData<IAugmentation, string> Operations => new()
    {
        { new RandomResizedCrop(8), Crop },
        {
            new RandomResizedCrop(new RandomResizedCropOptions { Height = 6, Width = 9, Interpolation = ResizeInterpolation.Bicubic }),
            "EvaluationCrop(height 6, width 9, interpolation Bicubic)"
        },
        { new Normalize([0.5f], [0.25f]), "Normalize(mean 0.5, standardDeviation 0.25)" },
        { new Resize(8), "Resize(shorterSide 8, interpolation Bilinear)" },
        { new CenterCrop(8), "CenterCrop(height 8, width 8)" },
        { new EvaluationCrop(8), Crop },
        { new SobelFilter(), "SobelFilter(output Magnitude)" },
        { new Solarize(), "Solarize(threshold 0.5)" },
        { new Equalize(), "Equalize" },
        { new RandomHorizontalFlip(), "" },
        { new RandomHorizontalFlip(1), "RandomHorizontalFlip(probability 1)" },
        { new RandomVerticalFlip(), "" },
        { new RandomVerticalFlip(1), "RandomVerticalFlip(probability 1)" },
        { new RandomGrayscale(), "" },
        { new RandomGrayscale(1), "RandomGrayscale(probability 1)" },
        { new GaussianBlur(), "" },
        {
            new GaussianBlur(new GaussianBlurOptions { MinimumSigma = 1, MaximumSigma = 1, KernelSize = 3 }),
            "GaussianBlur(minimumSigma 1, maximumSigma 1, kernelSize 3)"
        },
        { new ColorJitter(0.5), "" },
        { new GaussianNoise(), "" },
        { new Cutout(), "" },
        { new RandomRotation(), "" },
        { new RandomRotate90(), "" },
        { new RandomApply(new Solarize(), 0.5), "" },
        { new RandomApply(new Solarize(), 1), "Solarize(threshold 0.5)" },
        { new RandomApply(new ColorJitter(1), 1), "" },
        { new OneOf(new RandomResizedCrop(8), new AugmentationPipeline().RandomResizedCrop(8).RandomGaussianBlur()), Crop },
        { new OneOf(new Solarize(), new Equalize()), "" },
        { new OneOf(new ColorJitter(1), new Cutout()), "" },
        { new LambdaAugmentation("random", (_, _) => { }), "" },
        { new LambdaAugmentation("fixed", _ => { }), "fixed" },
        { new OwnRandom(), "" },
        { new OwnFixed(), nameof(OwnFixed) },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void ForEvaluation_OfAnOperation_IsWhatIsNotRandomInIt(IAugmentation operation, string expected)
        => (operation.ForEvaluation()?.ToString() ?? "").Should().Be(expected);

    [Fact]
    public void ForEvaluation_OfAPipeline_KeepsTheOrderOfWhatIsNotRandom()
    {
        AugmentationPipeline inner = new AugmentationPipeline().RandomGrayscale(1).Cutout();
        new AugmentationPipeline()
            .Then(new OwnFixed())
            .RandomResizedCrop(8)
            .RandomHorizontalFlip()
            .Then(inner)
            .ColorDistortion()
            .Normalize([0.5f], [0.25f])
            .ForEvaluation()!.ToString().Should().Be(
                $"OwnFixed -> {Crop} -> RandomGrayscale(probability 1) -> Normalize(mean 0.5, standardDeviation 0.25)");
    }

    [Fact]
    public void ForEvaluation_NothingButRandomness_IsNull()
        => new AugmentationPipeline().RandomHorizontalFlip().ForEvaluation().Should().BeNull();

    [Fact]
    public void ViewGenerator_PipelineWithACropOfTheLibrary_IsNotCroppedTwice()
        => Of(new AugmentationPipeline().RandomResizedCrop(8).Normalize([0.5f], [0.25f]))
            .Should().Be($"{Crop} -> Normalize(mean 0.5, standardDeviation 0.25)");

    [Fact]
    public void ViewGenerator_PipelineWithACropOfItsOwn_BringsImagesToTheViewsSizeFirst()
        => Of(new AugmentationPipeline().Then(new OwnRandom()).Normalize([0.5f], [0.25f]))
            .Should().Be($"{Crop} -> Normalize(mean 0.5, standardDeviation 0.25)");

    [Fact]
    public void ViewGenerator_ResizeBeforeACropOfItsOwn_IsCroppedAfterIt()
        => Of(new AugmentationPipeline().Resize(12).Then(new OwnRandom()))
            .Should().Be($"Resize(shorterSide 12, interpolation Bilinear) -> {Crop}");

    [Fact]
    public void ViewGenerator_ResizeToTheViewsSize_IsTheWholePreparation()
        => Of(new AugmentationPipeline().RandomHorizontalFlip().Resize(8, 8))
            .Should().Be("Resize(height 8, width 8, interpolation Bilinear)");

    [Fact]
    public void ViewGenerator_BranchesThatDiffer_GiveWhatTheyShare()
    {
        AugmentationPipeline crop = new AugmentationPipeline().RandomResizedCrop(8);
        AugmentationPipeline normalized = crop.Normalize([0.5f], [0.25f]);
        string shared = $"{Crop} -> Normalize(mean 0.5, standardDeviation 0.25)";

        Of(normalized, crop.RandomGaussianBlur().RandomSolarize().Normalize([0.5f], [0.25f]))
            .Should().Be(shared, "they do not differ in what is not random");
        Of(normalized, crop.SobelFilter().Normalize([0.5f], [0.25f])).Should().Be(shared);
        Of(normalized, crop.Normalize([0.4f], [0.25f])).Should().Be(Crop);
        Of(normalized, crop).Should().Be(Crop);
        Of(crop.Then("name", _ => { }), crop.Then("name", view => view.Pixels.Clear())).Should().Be(Crop, "functions cannot be compared");
    }

    [Fact]
    public void ViewGenerator_BranchesOfOtherSizes_DoNotCount()
    {
        AugmentationPipeline large = new AugmentationPipeline().RandomResizedCrop(8).Normalize([0.5f], [0.25f]);
        AugmentationPipeline small = new AugmentationPipeline().RandomResizedCrop(4);
        string ofLarge = $"{Crop} -> Normalize(mean 0.5, standardDeviation 0.25)";

        Of(small, large, small).Should().Be(ofLarge);
        Of(large, small).Should().Be(ofLarge);
        Of(large, small, new AugmentationPipeline().Then(new OwnRandom())).Should().Be(Crop, "a crop of unknown size may make large views");
        Of(small).Should().Be($"EvaluationCrop(height 4, width 4, interpolation Bilinear) -> {Crop}", "there are no others");
    }

    [Fact]
    public void Identity_Pipeline_LeavesImagesAsTheyAre()
    {
        View view = Pictures.View(Pictures.Noise(5, 7));
        AugmentationPipeline.Identity.Apply(view, new RandomStream(1));
        view.Source.Should().NotBeNull("nothing has even been converted");
    }

    private static string Of(params IAugmentation[] branches)
        => new ViewGenerator(1, branches).ForEvaluation(new ViewShape(3, 8, 8)).ToString();

    private sealed class OwnRandom : IAugmentation
    {
        public void Apply(View view, RandomStream random) => new CenterCrop(8).Apply(view, random);
    }

    private sealed class OwnFixed : RandomAugmentation<int>
    {
        public override int Draw(ViewShape shape, RandomStream random) => 0;

        public override void Apply(View view, int parameters) => view.Pixels.Reverse();

        public override IAugmentation ForEvaluation() => this;
    }
}
