using SimClr.Core.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>TorchSharp's SGD, its groups and its state, with a step whose numbers are held (<see cref="Scalars"/>) and tensors disposed.</summary>
internal sealed class SgdOptimizer : SGD, ITorchState
{
    public SgdOptimizer(IEnumerable<ParamGroup> groups, double learningRate)
        : base(groups, learningRate)
    {
    }

    public override Tensor step(Func<Tensor> closure = null!) => _step<ParamGroup>(Update, closure);

    private void Update(ParamGroup group)
    {
        foreach (Parameter parameter in group.Parameters)
        {
            using DisposeScope scope = NewDisposeScope();
            if (parameter.grad is { } gradient)
                parameter.add_(Direction((State)_state[parameter.Handle], parameter, gradient, group.Options), Scalars.Of(-group.LearningRate));
        }
    }

    private static Tensor Direction(State state, Parameter parameter, Tensor gradient, Options options)
    {
        double momentum = options.momentum!.Value;
        if (options.weight_decay is > 0 and double decay)
            gradient = gradient.add(parameter, Scalars.Of(decay));
        if (momentum == 0)
            return gradient;
        if (state.momentum_buffer is null)
            state.momentum_buffer = gradient.clone().DetachFromDisposeScope();
        else
            state.momentum_buffer.mul_(Scalars.Of(momentum)).add_(gradient, Scalars.One);
        return options.nesterov!.Value ? gradient.add(state.momentum_buffer, Scalars.Of(momentum)) : state.momentum_buffer;
    }
}
