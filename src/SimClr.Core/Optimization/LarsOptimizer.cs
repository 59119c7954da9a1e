using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>
/// LARS, layer-wise adaptive rate scaling: gradient descent with momentum in which each layer moves by a share of its own norm, so that
/// large batches with large learning rates stay stable (You, Gitman, Ginsburg 2017; paper, section 2.2).
/// </summary>
/// <remarks>
/// <para>For an adapted parameter p with gradient g: g = g + w p; q = eta |p| / |g|, at most 1e30, where both norms are positive, else 1; v
/// = m v + lr q g; p = p - v. For an excluded parameter w = 0 and q = 1. Parameters without a gradient are left as they are.</para>
/// <para>A step reads nothing back from the device. The learning rate may be changed before every step, through
/// <c>ParamGroups</c>, as torch's schedulers and <see cref="LearningRateSchedule"/> do. Owns its momentum buffers; the parameters stay the
/// module's. For one thread at a time.</para>
/// </remarks>
public sealed class LarsOptimizer : OptimizerHelper, IStatefulOptimizer, IMeasuredOptimizer
{
    private const double LargestQuotient = 1e30;

    private bool _disposed;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The parameters, split in two groups.</param>
    /// <param name="options">Options, copied; the paper's by default.</param>
    /// <param name="batchSize">The batch size that the learning rate is scaled for, at least 1.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public LarsOptimizer(ParameterGroups parameters, LarsOptions? options = null, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        options = OptionsGuard.Validate(options ?? new LarsOptions(), new LarsOptionsValidator());
        (Momentum, WeightDecay, TrustCoefficient) = (options.Momentum, options.WeightDecay, options.TrustCoefficient);
        (Variant, Nesterov) = (options.Variant, options.Nesterov);
        double learningRate = options.LearningRateScaling.Scale(batchSize, options.LearningRate);
        _parameter_groups =
        [
            new LarsParameterGroup(parameters.Adapted, isAdapted: true, learningRate),
            new LarsParameterGroup(parameters.Excluded, isAdapted: false, learningRate),
        ];
        foreach ((string name, Parameter parameter) in parameters.Adapted.Concat(parameters.Excluded))
            _state[parameter.Handle] = new LarsState(name, parameter);
    }

    /// <summary>m, as in <see cref="LarsOptions.Momentum"/>.</summary>
    public double Momentum { get; }

    /// <summary>w, as in <see cref="LarsOptions.WeightDecay"/>.</summary>
    public double WeightDecay { get; }

    /// <summary>eta, as in <see cref="LarsOptions.TrustCoefficient"/>.</summary>
    public double TrustCoefficient { get; }

    /// <summary>Whether the learning rate is inside the momentum buffer.</summary>
    public LarsVariant Variant { get; }

    /// <summary>Whether the momentum is Nesterov's.</summary>
    public bool Nesterov { get; }

    /// <summary>
    /// The momentum buffer v of each parameter, by the parameter's name: with the learning rate, the whole state of the optimizer.
    /// The tensors are the optimizer's own; copy what has to outlast its next step.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> MomentumBuffers => States.ToDictionary(state => state.Name, state => state.Momentum);

    IReadOnlyDictionary<string, Tensor> IStatefulOptimizer.State => MomentumBuffers;

    private IEnumerable<LarsState> States
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _state.values().Cast<LarsState>();
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

    /// <summary>
    /// The trust ratio q of each adapted parameter that has a gradient, by its name, from the present weights and gradients: between the
    /// backward pass and the step it is the one that the step will use. For logging: it waits for the device.
    /// </summary>
    public IReadOnlyDictionary<string, double> ReadTrustRatios()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using IDisposable mode = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, double> ratios = [];
        foreach (Parameter parameter in _parameter_groups.Cast<LarsParameterGroup>().Where(group => group.IsAdapted).SelectMany(group => group.Parameters))
            if (parameter.grad is { } gradient)
                ratios[((LarsState)_state[parameter.Handle]).Name] = TrustRatio(parameter, Decayed(parameter, gradient)).ToDouble();
        return ratios;
    }

    /// <summary><see cref="ReadTrustRatios"/>, each as <c>lars/trust_ratio/NAME</c>.</summary>
    IEnumerable<KeyValuePair<string, double>> IMeasuredOptimizer.Measure()
        => ReadTrustRatios().Select(ratio => KeyValuePair.Create($"lars/trust_ratio/{ratio.Key}", ratio.Value));

    /// <summary>Updates all parameters that have a gradient.</summary>
    /// <param name="closure">Computes the loss and its gradients first; not needed.</param>
    /// <returns>The closure's result, or null.</returns>
    /// <exception cref="ObjectDisposedException">The optimizer has been disposed.</exception>
    public override Tensor step(Func<Tensor> closure = null!)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _step<LarsParameterGroup>(Update, closure);
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
        => throw new NotSupportedException("The parameter groups of LARS are fixed: pass ParameterGroups to a new optimizer.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!_disposed && disposing)
        {
            foreach (LarsState state in States)
                state.Dispose();
            _state.Clear();
        }

        _disposed = true;
        base.Dispose(disposing);
    }

    private void Update(LarsParameterGroup group)
    {
        double rate = group.LearningRate;
        (double inside, double outside) = Variant == LarsVariant.LearningRateInMomentum ? (rate, 1.0) : (1.0, rate);
        foreach (Parameter parameter in group.Parameters)
        {
            using DisposeScope scope = NewDisposeScope();
            if (parameter.grad is not { } gradient)
                continue;
            Tensor direction = group.IsAdapted ? Adapted(parameter, gradient, inside) : gradient * Scalars.Of(inside);
            Tensor momentum = ((LarsState)_state[parameter.Handle]).Momentum.mul_(Scalars.Of(Momentum)).add_(direction, Scalars.One);
            Tensor update = Nesterov ? direction.add_(momentum, Scalars.Of(Momentum)) : momentum;
            parameter.add_(update, Scalars.Of(-outside));
        }
    }

    /// <summary>The decayed gradient times its trust ratio and a factor.</summary>
    private Tensor Adapted(Tensor parameter, Tensor gradient, double factor)
    {
        Tensor decayed = Decayed(parameter, gradient);
        return decayed.mul_(TrustRatio(parameter, decayed) * Scalars.Of(factor));
    }

    private Tensor Decayed(Tensor parameter, Tensor gradient) => gradient.add(parameter, Scalars.Of(WeightDecay));

    private Tensor TrustRatio(Tensor parameter, Tensor gradient)
    {
        Tensor parameterNorm = parameter.norm();
        Tensor gradientNorm = gradient.norm();
        // The quotient of a gradient that has all but vanished would be infinite, and times zero no number.
        Tensor ratio = (parameterNorm / gradientNorm).clamp_(max: Scalars.Of(LargestQuotient)).mul_(Scalars.Of(TrustCoefficient));
        // A ratio of 0 would hold a parameter that starts at zero there for ever.
        return where(parameterNorm.minimum(gradientNorm) > Scalars.Of(0), ratio, ones_like(parameterNorm));
    }
}
