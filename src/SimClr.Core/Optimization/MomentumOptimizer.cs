using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>
/// An optimizer that keeps one momentum buffer for each parameter and treats adapted and excluded parameters differently
/// (<see cref="ParameterGroups"/>): groups, state, checkpoints and clean-up. Derive from it and write the rule.
/// </summary>
/// <remarks>
/// The learning rate may be changed before every step, through <c>ParamGroups</c>, as torch's schedulers and
/// <see cref="LearningRateSchedule"/> do. Owns its momentum buffers, zero at first, each of its parameter's type and memory layout; the
/// parameters stay the module's. For one thread at a time.
/// </remarks>
public abstract class MomentumOptimizer : OptimizerHelper, IStatefulOptimizer
{
    private bool _disposed;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The parameters, split in two groups.</param>
    /// <param name="learningRate">The learning rate of both groups until it is changed, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or no number.</exception>
    protected MomentumOptimizer(ParameterGroups parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(learningRate >= 0))
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "Expected a learning rate of at least 0.");
        _parameter_groups =
        [
            new AdaptedParameterGroup(parameters.Adapted, isAdapted: true, learningRate),
            new AdaptedParameterGroup(parameters.Excluded, isAdapted: false, learningRate),
        ];
        foreach ((string name, Parameter parameter) in parameters.Adapted.Concat(parameters.Excluded))
            _state[parameter.Handle] = new MomentumState(name, parameter);
    }

    /// <summary>
    /// The momentum buffer of each parameter, by the parameter's name: with the learning rate, the whole state of the optimizer.
    /// The tensors are the optimizer's own; copy what has to outlast its next step.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> MomentumBuffers => States.ToDictionary(state => state.Name, state => state.Momentum);

    IReadOnlyDictionary<string, Tensor> IStatefulOptimizer.State => MomentumBuffers;

    /// <summary>The adapted parameters, with their names.</summary>
    internal IEnumerable<(string Name, Parameter Parameter)> Adapted
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _parameter_groups.Cast<AdaptedParameterGroup>().Where(group => group.IsAdapted).SelectMany(group => group.Parameters)
                .Select(parameter => (StateOf(parameter).Name, parameter));
        }
    }

    private IEnumerable<MomentumState> States
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _state.values().Cast<MomentumState>();
        }
    }

    /// <summary>Replaces the momentum buffers by copies of others, as those of a checkpoint; all or nothing.</summary>
    /// <param name="buffers">One for each parameter, by its name, with the parameter's shape and type; borrowed.</param>
    /// <exception cref="ArgumentException">A name is missing or unknown, or a shape or type differs; the message lists the first.</exception>
    public void LoadMomentumBuffers(IReadOnlyDictionary<string, Tensor> buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        IReadOnlyDictionary<string, Tensor> present = MomentumBuffers;
        string[] problems = [.. TensorSets.Differences(present, buffers)];
        if (problems.Length > 0)
            throw new ArgumentException($"The momentum buffers do not fit the parameters: {LongList.Join(problems)}.", nameof(buffers));
        TensorSets.Copy(buffers, present);
    }

    void IStatefulOptimizer.LoadState(IReadOnlyDictionary<string, Tensor> state) => LoadMomentumBuffers(state);

    /// <summary>Updates all parameters that have a gradient; the others are left as they are.</summary>
    /// <param name="closure">Computes the loss and its gradients first; not needed.</param>
    /// <returns>The closure's result, or null.</returns>
    /// <exception cref="ObjectDisposedException">The optimizer has been disposed.</exception>
    public override Tensor step(Func<Tensor> closure = null!)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _step<AdaptedParameterGroup>(Update, closure);
    }

    /// <summary>Sets all gradients to zero.</summary>
    public override void zero_grad()
    {
        // torch's version leaves an object for each gradient to the garbage collector.
        using DisposeScope scope = NewDisposeScope();
        base.zero_grad();
    }

    /// <summary>Not supported: the groups are fixed at construction.</summary>
    /// <param name="param_group">Not used.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void add_param_group(ParamGroup param_group)
        => throw new NotSupportedException($"The parameter groups of {GetType().Name} are fixed: pass ParameterGroups to a new optimizer.");

    /// <summary>
    /// The rule: changes one parameter in place, and its momentum. Called without gradient recording, within a dispose scope.
    /// </summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient, of the same shape; borrowed, not to be changed.</param>
    /// <param name="momentum">Its buffer, to be changed in place.</param>
    /// <param name="isAdapted">Whether it is of <see cref="ParameterGroups.Adapted"/>.</param>
    /// <param name="learningRate">The present learning rate of its group.</param>
    protected abstract void Update(Tensor parameter, Tensor gradient, Tensor momentum, bool isAdapted, double learningRate);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!_disposed && disposing)
        {
            foreach (MomentumState state in States)
                state.Dispose();
            _state.Clear();
        }

        _disposed = true;
        base.Dispose(disposing);
    }

    private void Update(AdaptedParameterGroup group)
    {
        foreach (Parameter parameter in group.Parameters)
        {
            using DisposeScope scope = NewDisposeScope();
            if (parameter.grad is { } gradient)
                Update(parameter, gradient, StateOf(parameter).Momentum, group.IsAdapted, group.LearningRate);
        }
    }

    private MomentumState StateOf(Parameter parameter) => (MomentumState)_state[parameter.Handle];
}
