using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

public sealed class ActivationMemoryTests
{
    private static readonly ViewShape View = new(3, 16, 16);

    [Fact]
    public void Estimate_OneLinearLayer_IsTheInputAndThreeTimesTheOutputs()
    {
        using SimClrModel model = Linear(outputs: 100);
        // Per view: 768 inputs, and three times what the flattening, the layer and the head give; 4 bytes each, two views an image.
        ActivationMemory.Estimate(model, View, 5).Should().Be(5 * 2 * 4 * (768 + 3 * (768 + 100 + 100)));
    }

    [Fact]
    public void Estimate_MixedPrecision_TakesHalfTheBytes()
    {
        using SimClrModel single = SmallModel.ResNet(precision: Precision.Float32);
        using SimClrModel half = SmallModel.ResNet(precision: Precision.BFloat16);
        double ratio = (double)ActivationMemory.Estimate(half, View, 64) / ActivationMemory.Estimate(single, View, 64);
        ratio.Should().BeInRange(0.5, 0.6);
    }

    [Fact]
    public void Estimate_AnyMode_LeavesTheModelAsItWas()
    {
        foreach (bool training in new[] { true, false })
        {
            using SimClrModel model = SmallModel.ResNet();
            model.train(training);
            float[] before = SmallModel.Weights(model);
            using Tensor stateBefore = random.get_rng_state();
            ActivationMemory.Estimate(model, View, 2);
            using Tensor stateAfter = random.get_rng_state();
            SmallModel.Weights(model).Should().Equal(before, "running statistics belong to them");
            model.training.Should().Be(training);
            stateAfter.equal(stateBefore).all().item<bool>().Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(31, 16)]
    [InlineData(32, 32)]
    [InlineData(99, 64)]
    [InlineData(100, 100)]
    [InlineData(5000, 100)]
    public void LargestMicroBatch_BudgetForImages_IsTheLargestPowerOfTwoOrTheWholeBatch(int imagesThatFit, int expected)
    {
        using SimClrModel model = SmallModel.ResNet();
        long budget = ActivationMemory.Estimate(model, View, imagesThatFit);
        ActivationMemory.LargestMicroBatch(model, View, 100, budget).Should().Be(expected);
        ActivationMemory.LargestMicroBatch(model, View, 100, budget + 1).Should().Be(expected);
    }

    [Fact]
    public void LargestMicroBatch_BudgetBelowTwoImages_SaysWhatTheyTake()
    {
        using SimClrModel model = SmallModel.ResNet();
        long two = ActivationMemory.Estimate(model, View, 2);
        Action act = () => ActivationMemory.LargestMicroBatch(model, View, 100, two - 1);
        act.Should().Throw<ArgumentException>().WithMessage($"*{two:N0} bytes*{two - 1:N0} bytes*");
    }

    [Fact]
    public void Estimate_WrongChannels_IsRefused()
    {
        using SimClrModel model = SmallModel.ResNet();
        Action act = () => ActivationMemory.Estimate(model, View with { Channels = 4 }, 2);
        act.Should().Throw<ArgumentException>().WithMessage("*3*4*");
    }

    private static SimClrModel Linear(int outputs)
        => new(
            new ModuleEncoder(nn.Sequential(nn.Flatten(), nn.Linear(View.Length, outputs)), 3, outputs),
            new MlpProjectionHead(outputs, new ProjectionHeadOptions { Layers = 0 }));
}
