using SimClr.Core.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>A user's optimizer that keeps its momentum in a field: torch's states, which a checkpoint could read, are empty.</summary>
internal class HiddenMomentum : OptimizerHelper
{
    private readonly (Parameter Parameter, Tensor Momentum)[] _all;

    public HiddenMomentum(nn.Module model, double learningRate)
    {
        _all = [.. model.parameters().Select(parameter => (parameter, zeros_like(parameter).DetachFromDisposeScope()))];
        _parameter_groups =
        [
            new ParamGroup
            {
                Parameters = [.. _all.Select(pair => pair.Parameter)],
                Options = new OptimizerOptions { LearningRate = learningRate, InitialLearningRate = learningRate },
            },
        ];
    }

    protected IReadOnlyDictionary<string, Tensor> Momenta
        => _all.Select((pair, number) => ($"{number}", pair.Momentum)).ToDictionary();

    public override Tensor step(Func<Tensor> closure = null!) => _step<ParamGroup>(
        group =>
        {
            using DisposeScope scope = NewDisposeScope();
            foreach ((Parameter parameter, Tensor momentum) in _all)
                if (parameter.grad is { } gradient)
                    parameter.add_(momentum.mul_(0.9).add_(gradient), alpha: -group.LearningRate);
        },
        closure);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Array.ForEach(_all, pair => pair.Momentum.Dispose());
        base.Dispose(disposing);
    }
}

/// <summary>The same, made known to checkpoints.</summary>
internal sealed class StatefulMomentum(nn.Module model, double learningRate) : HiddenMomentum(model, learningRate), IStatefulOptimizer
{
    public IReadOnlyDictionary<string, Tensor> State => Momenta;

    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        using IDisposable mode = no_grad();
        foreach ((string name, Tensor momentum) in Momenta)
            momentum.copy_(state[name]);
    }
}

/// <summary>Torch's Adam by another name; nobody knows what it adds.</summary>
internal sealed class DerivedAdam(nn.Module model) : Adam([new ParamGroup(model.parameters(), new Options())]);
