using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>
/// Multinomial logistic regression by stochastic gradient descent with momentum, one step at a time, from weights of zero: the mean cross
/// entropy of a batch, with a gradient that is written out.
/// </summary>
/// <remarks>
/// With gradient g: v = m v + g; p = p - rate v, or for Nesterov's form p = p - rate (g + m v), as torch has it. Classes come first, for matrix products
/// with few rows are faster than those with few columns. Owns its tensors, which last beyond the dispose scope.
/// </remarks>
internal sealed class SoftmaxDescent : IDisposable
{
    private readonly DescentRule _rule;
    private readonly Tensor _weightMomentum;
    private readonly Tensor _biasMomentum;

    public SoftmaxDescent(int classes, int dimension, DescentRule rule, Device device)
    {
        _rule = rule;
        Weights = Zeros(dimension);
        Bias = Zeros(1);
        (_weightMomentum, _biasMomentum) = (Zeros(dimension), Zeros(1));

        Tensor Zeros(int columns) => zeros(classes, columns, dtype: ScalarType.Float32, device: device).DetachFromDisposeScope();
    }

    /// <summary>W, [C, F].</summary>
    public Tensor Weights { get; }

    /// <summary>b, [C, 1].</summary>
    public Tensor Bias { get; }

    /// <summary>All that a step leaves to the next, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor>
    {
        ["weight"] = Weights,
        ["bias"] = Bias,
        ["weight_momentum"] = _weightMomentum,
        ["bias_momentum"] = _biasMomentum,
    };

    /// <summary>Updates the weights.</summary>
    /// <param name="features">[B, F] in single precision; borrowed.</param>
    /// <param name="labels">[1, B], 64-bit integers in [0, C); borrowed.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The scores [C, B] before the step; of the present dispose scope.</returns>
    public Tensor Step(Tensor features, Tensor labels, double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor scores = Weights.mm(features.t()).add_(Bias, Scalars.One); // [C, B]
        // dL/dscores = (p - one_hot(y)) / B: [C, B]
        Tensor residual = scores.softmax(0);
        residual.scatter_add_(0, labels, full_like(labels, Scalars.Of(-1), dtype: ScalarType.Float32)).div_(Scalars.Of(features.shape[0]));
        Tensor weightGradient = residual.mm(features);
        if (_rule.WeightDecay > 0)
            weightGradient.add_(Weights, Scalars.Of(_rule.WeightDecay));
        Update(Weights, _weightMomentum, weightGradient, rate);
        Update(Bias, _biasMomentum, residual.sum(1, keepdim: true), rate);
        return scores.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (Tensor tensor in State.Values)
            tensor.Dispose();
    }

    private void Update(Tensor parameter, Tensor momentum, Tensor gradient, double rate)
    {
        momentum.mul_(Scalars.Of(_rule.Momentum)).add_(gradient, Scalars.One);
        parameter.add_(_rule.Nesterov ? gradient.add_(momentum, Scalars.Of(_rule.Momentum)) : momentum, Scalars.Of(-rate));
    }
}
