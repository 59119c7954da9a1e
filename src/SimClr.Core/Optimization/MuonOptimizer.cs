using SimClr.Core.Numerics;
using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.Optimization;

/// <summary>
/// Muon: gradient descent with Nesterov's momentum in which each layer's direction is replaced by the nearest orthogonal matrix, so that
/// all directions in it are learned alike, not only those with the largest gradients (Jordan et al. 2024, "Muon: an optimizer for hidden
/// layers in neural networks", kellerjordan.github.io/posts/muon). It needs fewer steps than plain momentum; each costs a few products of
/// matrices more, whatever the batch.
/// </summary>
/// <remarks>
/// For an adapted parameter p, its first dimension n, as a matrix [n, k], with gradient g: v = m v + g; O is g + m v made orthogonal
/// (<see cref="MuonOptions.Iterations"/>); p is scaled to the length sqrt(n), as in Jordan's CIFAR-10 speed runs, or by 1 - lr w where
/// <see cref="MuonOptions.NormalizeWeights"/> is off; p = p - lr sqrt(max(1, n / k)) O. For an excluded parameter v = m v + g,
/// p = p - lr f v (<see cref="MuonOptions.ExcludedRateFactor"/>). At a learning rate of 0 only v changes. A step reads nothing back from
/// the device.
/// </remarks>
public sealed class MuonOptimizer : MomentumOptimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The parameters, split in two groups.</param>
    /// <param name="options">Options, copied; defaults where null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public MuonOptimizer(ParameterGroups parameters, MuonOptions? options = null)
        : this(OptionsGuard.Validate(options ?? new MuonOptions(), new MuonOptionsValidator()), parameters)
    {
    }

    private MuonOptimizer(MuonOptions options, ParameterGroups parameters)
        : base(parameters, options.LearningRate)
    {
        (Momentum, ExcludedRateFactor, Iterations) = (options.Momentum, options.ExcludedRateFactor, options.Iterations);
        (NormalizeWeights, WeightDecay) = (options.NormalizeWeights, options.WeightDecay);
    }

    /// <summary>m, as in <see cref="MuonOptions.Momentum"/>.</summary>
    public double Momentum { get; }

    /// <summary>Whether layers are held at one length, as in <see cref="MuonOptions.NormalizeWeights"/>.</summary>
    public bool NormalizeWeights { get; }

    /// <summary>w, as in <see cref="MuonOptions.WeightDecay"/>.</summary>
    public double WeightDecay { get; }

    /// <summary>f, as in <see cref="MuonOptions.ExcludedRateFactor"/>.</summary>
    public double ExcludedRateFactor { get; }

    /// <summary>As in <see cref="MuonOptions.Iterations"/>.</summary>
    public int Iterations { get; }

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, Tensor momentum, bool isAdapted, double learningRate)
    {
        momentum.mul_(Scalars.Of(Momentum)).add_(gradient, Scalars.One);
        if (!isAdapted)
            parameter.add_(momentum, Scalars.Of(-learningRate * ExcludedRateFactor));
        else if (learningRate > 0)
            Move(parameter, gradient.add(momentum, Scalars.Of(Momentum)), learningRate);
    }

    private void Move(Tensor parameter, Tensor direction, double learningRate)
    {
        long rows = parameter.Dimensions == 0 ? 1 : parameter.shape[0];
        Tensor matrix = direction.reshape(rows, -1); // [n, k]
        Tensor orthogonal = Orthogonalization.Approximate(matrix, Iterations).reshape(parameter.shape);
        if (NormalizeWeights)
            parameter.mul_(Scale(parameter, Math.Sqrt(rows)));
        else if (WeightDecay > 0)
            parameter.mul_(Scalars.Of(1 - learningRate * WeightDecay));
        parameter.add_(orthogonal, Scalars.Of(-learningRate * Math.Sqrt(Math.Max(1.0, (double)rows / matrix.shape[1]))));
    }

    /// <summary>What brings a parameter to a length; 1 for zeros, which no factor does.</summary>
    private static Tensor Scale(Tensor parameter, double length)
    {
        Tensor present = parameter.norm();
        return where(present > Scalars.Of(0), present.reciprocal().mul_(Scalars.Of(length)), ones_like(present));
    }
}
