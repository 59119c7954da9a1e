using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Augmentation;

public sealed class ViewGeneratorTests
{
    private static readonly Image Picture = Pictures.Noise(32, 32);

    [Fact]
    public void Generate_SameArguments_GivesTheSameBitsOnAnyThreadInAnyOrder()
    {
        ViewGenerator generator = new(7, SimClrAugmentations.ImageNet(24));
        float[][] inOrder = [.. Enumerable.Range(0, 40).Select(image => Generate(generator, image, new View()))];
        float[][] inParallel = new float[40][];
        Parallel.ForEach(
            Enumerable.Range(0, 40).Reverse(),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            image => inParallel[image] = Generate(generator, image, new View()));
        for (int image = 0; image < 40; image++)
            inParallel[image].Should().Equal(inOrder[image]);
    }

    [Fact]
    public void Generate_UsedView_GivesTheSameAsAFreshOne()
    {
        ViewGenerator generator = new(
            7,
            new AugmentationPipeline().RandomResizedCrop(24).ColorDistortion().RandomGaussianBlur().RandomRotation().SobelFilter());
        View used = new();
        for (int image = 0; image < 20; image++)
            Generate(generator, image, used).Should().Equal(Generate(generator, image, new View()));
    }

    [Fact]
    public void Generate_TwoViewsOfOnePipeline_Differ()
    {
        ViewGenerator generator = new(7, SimClrAugmentations.Cifar());
        Generate(generator, 0, new View()).Should().NotEqual(Generate(generator, 0, new View(), branch: 1));
    }

    [Fact]
    public void Generate_TwoBranches_EachUsesItsOwn()
    {
        ViewGenerator generator = new(7, [new AugmentationPipeline(), new AugmentationPipeline().RandomGrayscale(1)]);
        Generate(generator, 0, new View()).Should().Equal(Pictures.View(Picture).Pixels.ToArray());
        float[] gray = Generate(generator, 0, new View(), branch: 1);
        gray[..1024].Should().Equal(gray[1024..2048]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Generate_NoSuchBranch_IsRefused(int branch)
    {
        Action generate = () => Generate(new ViewGenerator(7, SimClrAugmentations.Cifar()), 0, new View(), branch);
        generate.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(branch));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Constructor_NumberOfViews_IsThatManyBranchesWhichAllDiffer(int views)
    {
        ViewGenerator generator = new(7, SimClrAugmentations.Cifar(), views);

        generator.Branches.Should().HaveCount(views);
        Enumerable.Range(0, views).Select(branch => string.Join(' ', Generate(generator, 0, new View(), branch)))
            .Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Generate_MoreViews_LeavesTheFirstAsTheyAre()
    {
        ViewGenerator two = new(7, SimClrAugmentations.Cifar());
        ViewGenerator four = new(7, SimClrAugmentations.Cifar(), views: 4);

        for (int branch = 0; branch < 2; branch++)
            Generate(four, 0, new View(), branch).Should().Equal(Generate(two, 0, new View(), branch));
    }

    [Fact]
    public void Constructor_NoViews_IsRefused()
    {
        FluentActions.Invoking(() => new ViewGenerator(7, SimClrAugmentations.Cifar(), views: 0))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("views");
        FluentActions.Invoking(() => new ViewGenerator(7, [])).Should().Throw<ArgumentException>().WithMessage("At least one*");
        FluentActions.Invoking(() => new ViewGenerator(7, [new AugmentationPipeline(), null!]))
            .Should().Throw<ArgumentException>().WithMessage("Augmentation branch 1 is null*");
    }

    [Fact]
    public void ToString_GroupsOfViews_WritesEachAugmentationOnce()
    {
        (RandomRotate90 large, RandomHorizontalFlip small) = (new(), new());
        new ViewGenerator(7, large, views: 4).ToString().Should().Be("4 x (RandomRotate90)");
        new ViewGenerator(7, [large, large, small, small, small, large]).ToString()
            .Should().Be("2 x (RandomRotate90) | 3 x (RandomHorizontalFlip(probability 0.5)) | (RandomRotate90)");
    }

    [Fact]
    public void Describe_Branches_AreListed()
    {
        ViewGenerator generator = new(7, [new AugmentationPipeline(), new AugmentationPipeline().RandomRotate90()]);
        generator.ToString().Should().Be("(identity) | (RandomRotate90)");
        generator.Describe().ToJson().ToJsonString().Should().Be(
            """{"name":"ViewGenerator","parameters":{"seed":"7"},"steps":[{"name":"AugmentationPipeline"},""" +
            """{"name":"AugmentationPipeline","steps":[{"name":"RandomRotate90"}]}]}""");
    }

    private static float[] Generate(ViewGenerator generator, int image, View view, int branch = 0)
    {
        generator.Generate(Picture, image, 3, branch, view, new RandomStream(0));
        return view.Pixels.ToArray();
    }
}
