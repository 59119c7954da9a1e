using SimClr.Core.Optimization;
using SimClr.Core.Tests.Losses;
using TorchSharp;
using TorchSharp.Modules;
using static SimClr.Core.Tests.Optimization.LarsFixture;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Optimization;

public sealed class LarsOptimizerStateTests
{
    [Fact]
    public void MomentumBuffers_CarriedToANewOptimizer_ContinueTheSameRun()
    {
        using Sequential model = Model();
        using LarsOptimizer first = new(ParameterGroups.Split(model), Rate(0.5));
        SetGradients(model, seed: 1);
        first.step();
        Dictionary<string, Tensor> saved = first.MomentumBuffers.ToDictionary(item => item.Key, item => item.Value.clone());
        using Sequential copy = Model();
        copy.load_state_dict(model.state_dict());
        using LarsOptimizer second = new(ParameterGroups.Split(copy), Rate(0.5));
        second.LoadMomentumBuffers(saved);

        SetGradients(model, seed: 2);
        SetGradients(copy, seed: 2);
        first.step();
        second.step();

        saved.Keys.Should().BeEquivalentTo(model.named_parameters().Select(item => item.name));
        foreach ((Parameter expected, Parameter actual) in model.parameters().Zip(copy.parameters()))
            actual.detach().Flat().Should().Equal(expected.detach().Flat());
    }

    [Fact]
    public void Measure_BeforeAStep_NamesTheTrustRatios()
    {
        using Sequential model = Model();
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model));
        SetGradients(model, seed: 1);

        ((IMeasuredOptimizer)optimizer).Measure().Should()
            .BeEquivalentTo(optimizer.ReadTrustRatios().ToDictionary(ratio => $"lars/trust_ratio/{ratio.Key}", ratio => ratio.Value));
    }

    [Fact]
    public void LoadMomentumBuffers_ThatDoNotFit_NamesEveryProblemAndChangesNothing()
    {
        using Linear model = nn.Linear(3, 2);
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model));
        Dictionary<string, Tensor> buffers = new() { ["weight"] = ones(2, 2), ["extra"] = ones(1) };

        FluentActions.Invoking(() => optimizer.LoadMomentumBuffers(buffers)).Should().Throw<ArgumentException>()
            .WithMessage("*'weight' has shape [2, 2] instead of [2, 3]; 'bias' is missing; 'extra' is unknown.*");
        optimizer.MomentumBuffers["weight"].abs().sum().item<float>().Should().Be(0);
    }

    [Fact]
    public void StateDict_SavedAndLoaded_RestoresMomentumAndLearningRate()
    {
        using Linear model = nn.Linear(3, 2);
        using LarsOptimizer saved = new(ParameterGroups.Split(model), Rate(0.5));
        using LarsOptimizer loaded = new(ParameterGroups.Split(model), Rate(0.1));
        SetGradients(model, seed: 1);
        saved.step();
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        saved.save_state_dict(writer);
        stream.Position = 0;
        using BinaryReader reader = new(stream);

        loaded.load_state_dict(reader);

        loaded.MomentumBuffers["weight"].Flat().Should().Equal(saved.MomentumBuffers["weight"].Flat());
        loaded.ParamGroups.Should().AllSatisfy(group => group.LearningRate.Should().Be(0.5));
    }

    [Fact]
    public void To_OtherDevice_MovesTheMomentumAndFreesTheOld()
    {
        using Parameter parameter = new(zeros(2));
        using MomentumState state = new("weight", parameter);
        state.to(CPU);
        Tensor before = state.Momentum;
        before.abs().sum().item<float>().Should().Be(0);

        state.to(META);

        state.Momentum.device_type.Should().Be(DeviceType.META);
        before.IsInvalid.Should().BeTrue();
    }
}
