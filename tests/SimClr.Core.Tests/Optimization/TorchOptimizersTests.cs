using SimClr.Core.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Optimization;

/// <summary>The steps that hold their numbers against TorchSharp's own.</summary>
public sealed class TorchOptimizersTests
{
    [Theory]
    [InlineData(0.0, 0.0, false)]
    [InlineData(0.9, 0.0, false)]
    [InlineData(0.9, 1e-2, false)]
    [InlineData(0.9, 1e-2, true)]
    public void Sgd_FiveSteps_AreTorchs(double momentum, double decay, bool nesterov) => SameSteps(
        groups => new SgdOptimizer(groups.ForSgd(0.1, momentum, decay, nesterov), 0.1),
        groups => optim.SGD(groups.ForSgd(0.1, momentum, decay, nesterov), 0.1));

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-2)]
    public void Adam_FiveSteps_AreTorchs(double decay) => SameSteps(
        groups => new AdamOptimizer(groups.ForAdam(0.1, decay), 0.1),
        groups => optim.Adam(groups.ForAdam(0.1, decay), 0.1));

    [Fact]
    public void Step_ParameterWithoutGradient_StaysAndLeavesNoTensors()
    {
        using nn.Module module = nn.Linear(3, 2);
        using SgdOptimizer optimizer = new(ParameterGroups.Split(module).ForSgd(0.1), 0.1);
        float[] before = [.. Weights(module)];

        optimizer.step();

        Weights(module).Should().Equal(before);
    }

    private static void SameSteps(Func<ParameterGroups, optim.Optimizer> held, Func<ParameterGroups, optim.Optimizer> plain)
        => Steps(held).Should().Equal(Steps(plain));

    private static float[] Steps(Func<ParameterGroups, optim.Optimizer> create)
    {
        using Generator generator = new(5, CPU);
        using Linear module = nn.Linear(4, 3);
        using (no_grad())
            foreach (Parameter parameter in module.parameters())
                parameter.copy_(randn(parameter.shape, generator: generator));
        using optim.Optimizer optimizer = create(ParameterGroups.Split(module));
        for (int step = 0; step < 5; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            module.call(randn(8, 4, generator: generator)).pow(2).mean().backward();
            foreach (ParamGroup group in optimizer.ParamGroups.Cast<ParamGroup>())
                group.LearningRate = 0.1 / (step + 1);
            optimizer.step();
            optimizer.zero_grad();
        }

        return [.. Weights(module)];
    }

    private static IEnumerable<float> Weights(nn.Module module) => module.parameters().SelectMany(parameter => parameter.data<float>());
}
