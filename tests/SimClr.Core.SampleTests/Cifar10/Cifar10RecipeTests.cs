using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Samples.Cifar10;
using SimClr.Core.Samples.Data;

namespace SimClr.Core.SampleTests.Cifar10;

public sealed class Cifar10RecipeTests
{
    public static TheoryData<string> Names => [.. Cifar10Recipe.All.Select(recipe => recipe.Name)];

    [Fact]
    public void Paper_IsAppendixB9()
        => Cifar10Recipe.Paper.Should().BeEquivalentTo(new
        {
            Depth = ResNetDepth.ResNet50,
            BaseChannels = 64,
            HeadLayers = 2,
            HeadDimension = 128,
            BatchSize = 1024,
            Temperature = 0.5,
            Optimizer = Cifar10Optimizer.Lars,
            LearningRate = 1.0,
            LearningRateScaling = LearningRateScaling.Linear,
            WeightDecay = 1e-6,
            WarmupEpochs = 10.0,
            ViewShape = 32,
            MinimumCropArea = 0.08,
            ColorStrength = 0.5,
            BlurProbability = 0.0,
            Epochs = 1000,
        });

    [Fact]
    public void HalfHour_IsPlannedByTime()
    {
        Cifar10Recipe.HalfHour.Epochs.Should().BeNull();
        new Cifar10Options().Budget.Should().Be(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void All_Names_Differ() => Cifar10Recipe.All.Select(recipe => recipe.Name).Should().OnlyHaveUniqueItems();

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_EveryRecipe_GivesAPipelineOfItsEncoder(string name)
    {
        Cifar10Recipe recipe = Cifar10Recipe.All.Single(recipe => recipe.Name == name);
        SyntheticSource images = new(new SyntheticOptions { Count = 64, Size = 32 });
        Cifar10Options options = new() { Recipe = recipe };
        SampleData data = new() { Description = "", Training = images };

        using SimClrPipeline simclr = Cifar10Pipeline.Create(options, data, epochs: 1).Build();

        simclr.Encoder.FeatureDimension.Should().Be(recipe.BaseChannels * (recipe.Depth >= ResNetDepth.ResNet50 ? 32 : 8));
        Cifar10Pipeline.BatchSize(options, data).Should().Be(64);
        Cifar10Facts.Of(options).Should().Contain(fact => fact.Key == "Temperature").And.OnlyContain(fact => fact.Value.Length > 0);
    }
}
