using SimClr.Core.Models;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

public sealed class ModuleEncoderTests
{
    [Fact]
    public void Constructor_FactoryAndSeed_DetermineTheWeightsAndLeaveTorchsStateAlone()
    {
        using Tensor before = random.get_rng_state();
        float[] first = Weights(seed: 1);
        rand(3).Dispose();
        float[] again = Weights(seed: 1);
        random.set_rng_state(before);
        float[] other = Weights(seed: 2);
        using Tensor after = random.get_rng_state();

        again.Should().Equal(first);
        other.Should().NotEqual(first);
        after.equal(before).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Constructor_FactoryThatFails_LeavesTorchsStateAlone()
    {
        using Tensor before = random.get_rng_state();
        Action act = () => new ModuleEncoder(() => throw new NotSupportedException("no module today"), 3, 4, seed: 1).Dispose();
        act.Should().Throw<NotSupportedException>();
        using Tensor after = random.get_rng_state();
        after.equal(before).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Constructor_FactoryThatGivesNull_IsRefused()
    {
        Action act = () => new ModuleEncoder(() => null!, 3, 4, seed: 1).Dispose();
        act.Should().Throw<ArgumentException>().WithMessage("*gave null*");
    }

    private static float[] Weights(long seed)
    {
        using ModuleEncoder encoder = new(() => nn.Sequential(nn.Flatten(), nn.Linear(12, 4)), inputChannels: 3, featureDimension: 4, seed);
        return SmallModel.Weights(encoder);
    }
}
