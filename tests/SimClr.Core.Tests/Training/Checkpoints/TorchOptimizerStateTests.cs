using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Training.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Checkpoints;

public sealed class TorchOptimizerStateTests : IDisposable
{
    private const string Average = "encoder.module.1.weight.exp_avg";
    private const string Step = "encoder.module.1.weight.step";

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly SimClrModel _model = new Session().Model();
    private readonly Parameter _foreign = new(zeros(2));
    private readonly optim.Optimizer _optimizer;
    private readonly IStatefulOptimizer _state;

    public TorchOptimizerStateTests()
    {
        _optimizer = optim.Adam([.. _model.parameters(), _foreign], 0.01);
        _state = TorchOptimizerState.Of(_optimizer, _model);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void State_AnyParameter_HasTheModelsNameOrElseItsNumber()
    {
        IEnumerable<string> names = [.. _model.named_parameters().Select(pair => pair.name), $"parameter{_model.parameters().Count()}"];
        _state.State.Keys.Should().BeEquivalentTo(
            names.SelectMany(name => new[] { $"{name}.step", $"{name}.exp_avg", $"{name}.exp_avg_sq" }));
    }

    [Fact]
    public void State_ParameterWithTwoNames_HasTheFirst()
    {
        using Twin twin = new();
        using SimClrModel model = new(new ModuleEncoder(twin, 3, 2), new MlpProjectionHead(2));
        using optim.Optimizer optimizer = optim.Adam(twin.parameters());
        TorchOptimizerState.Of(optimizer, model).State.Keys.Should().OnlyContain(name => name.StartsWith("encoder.module.first"));
    }

    [Fact]
    public void LoadState_ItsOwn_IsTaken()
    {
        Dictionary<string, Tensor> state = Copy();
        state[Average] = ones_like(state[Average]);
        state[Step] = tensor(7L);

        _state.LoadState(state);

        _state.State[Average].Flat().Should().AllBeEquivalentTo(1d);
        _state.State[Step].item<long>().Should().Be(7);
    }

    [Fact]
    public void LoadState_DoesNotFit_SaysEveryReasonAndTakesNothing()
    {
        Dictionary<string, Tensor> state = Copy();
        state["more"] = zeros(1);
        state[Average] = ones(8, 192, dtype: float64);
        state["encoder.module.1.weight.exp_avg_sq"] = ones(192, 8);
        state[Step] = tensor(7);
        state.Remove("encoder.module.1.bias.step");
        state["encoder.module.1.bias.exp_avg"].fill_(3);

        FluentActions.Invoking(() => _state.LoadState(state)).Should().Throw<ArgumentException>()
            .WithParameterName("state").Which.Message.Should().StartWith(
                $"'{Step}' is of type Int32 instead of Int64; "
                + $"'{Average}' is of type Float64 instead of Float32; "
                + "'encoder.module.1.weight.exp_avg_sq' has shape [192, 8] instead of [8, 192]; "
                + "'encoder.module.1.bias.step' is missing; "
                + "'more' is unknown (");

        _state.State["encoder.module.1.bias.exp_avg"].Flat().Should().AllBeEquivalentTo(0d);
    }

    private Dictionary<string, Tensor> Copy() => _state.State.ToDictionary(pair => pair.Key, pair => pair.Value.clone());

    private sealed class Twin : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(3, 2);
        private readonly Linear second = nn.Linear(3, 2);

        public Twin()
            : base(nameof(Twin))
        {
            second.weight = first.weight;
            second.bias = first.bias;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => first.call(second.call(input));
    }
}
