using SimClr.Core.Numerics;
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
/// For an adapted parameter p with gradient g: g = g + w p; q = eta |p| / |g|, at most 1e30, where both norms are positive, else 1; v
/// = m v + lr q g; p = p - v. For an excluded parameter w = 0 and q = 1. A step reads nothing back from the device.
/// </remarks>
public sealed class LarsOptimizer : MomentumOptimizer, IMeasuredOptimizer
{
    private const double LargestQuotient = 1e30;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The parameters, split in two groups.</param>
    /// <param name="options">Options, copied; the paper's by default.</param>
    /// <param name="batchSize">The batch size that the learning rate is scaled for, at least 1.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public LarsOptimizer(ParameterGroups parameters, LarsOptions? options = null, int batchSize = 256)
        : this(parameters, batchSize, OptionsGuard.Validate(options ?? new LarsOptions(), new LarsOptionsValidator()))
    {
    }

    private LarsOptimizer(ParameterGroups parameters, int batchSize, LarsOptions options)
        : base(parameters, options.LearningRateScaling.Scale(batchSize, options.LearningRate))
    {
        (Momentum, WeightDecay, TrustCoefficient) = (options.Momentum, options.WeightDecay, options.TrustCoefficient);
        (Variant, Nesterov) = (options.Variant, options.Nesterov);
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
    /// The trust ratio q of each adapted parameter that has a gradient, by its name, from the present weights and gradients: between the
    /// backward pass and the step it is the one that the step will use. For logging: it waits for the device.
    /// </summary>
    public IReadOnlyDictionary<string, double> ReadTrustRatios()
    {
        using IDisposable mode = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, double> ratios = [];
        foreach ((string name, Parameter parameter) in Adapted)
            if (parameter.grad is { } gradient)
                ratios[name] = TrustRatio(parameter, Decayed(parameter, gradient)).ToDouble();
        return ratios;
    }

    /// <summary><see cref="ReadTrustRatios"/>, each as <c>lars/trust_ratio/NAME</c>.</summary>
    IEnumerable<KeyValuePair<string, double>> IMeasuredOptimizer.Measure()
        => ReadTrustRatios().Select(ratio => KeyValuePair.Create($"lars/trust_ratio/{ratio.Key}", ratio.Value));

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, Tensor momentum, bool isAdapted, double learningRate)
    {
        (double inside, double outside) = Variant == LarsVariant.LearningRateInMomentum ? (learningRate, 1.0) : (1.0, learningRate);
        Tensor direction = isAdapted ? AdaptedDirection(parameter, gradient, inside) : gradient * Scalars.Of(inside);
        momentum.mul_(Scalars.Of(Momentum)).add_(direction, Scalars.One);
        Tensor update = Nesterov ? direction.add_(momentum, Scalars.Of(Momentum)) : momentum;
        parameter.add_(update, Scalars.Of(-outside));
    }

    /// <summary>The decayed gradient times its trust ratio and a factor.</summary>
    private Tensor AdaptedDirection(Tensor parameter, Tensor gradient, double factor)
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
