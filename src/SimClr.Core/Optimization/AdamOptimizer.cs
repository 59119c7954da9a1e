using SimClr.Core.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>TorchSharp's Adam, its groups and its state, with a step whose numbers are held (<see cref="Scalars"/>) and tensors disposed.</summary>
internal sealed class AdamOptimizer : Adam, ITorchState
{
    public AdamOptimizer(IEnumerable<ParamGroup> groups, double learningRate)
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
                Update(parameter, gradient, (State)_state[parameter.Handle], group.Options);
        }
    }

    private static void Update(Parameter parameter, Tensor gradient, State state, Options options)
    {
        (double beta1, double beta2) = (options.beta1!.Value, options.beta2!.Value);
        state.step++;
        if (options.weight_decay is > 0 and double decay)
            gradient = gradient.add(parameter, Scalars.Of(decay));
        state.exp_avg.mul_(Scalars.Of(beta1)).add_(gradient, Scalars.Of(1 - beta1));
        state.exp_avg_sq.mul_(Scalars.Of(beta2)).addcmul_(gradient, gradient, Scalars.Of(1 - beta2));
        Tensor denominator = state.exp_avg_sq.sqrt().div_(Scalars.Of(Math.Sqrt(1 - Math.Pow(beta2, state.step))))
            .add_(Scalars.Of(options.eps!.Value), Scalars.One);
        parameter.addcdiv_(state.exp_avg, denominator, Scalars.Of(-options.LearningRate!.Value / (1 - Math.Pow(beta1, state.step))));
    }
}
