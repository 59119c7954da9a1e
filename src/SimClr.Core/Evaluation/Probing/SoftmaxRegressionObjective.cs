using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>
/// Multinomial logistic regression: the mean cross entropy in nats plus L2/2 times the squared length of the weights; the bias is not
/// penalized. A point is [C, F + 1] in double precision: the weights, and in the last column the bias.
/// </summary>
/// <remarks>
/// The products with the features run in the features' precision, everything on [n, C] in double: with features in single precision the
/// value is then exact enough for a line search to converge on. Classes come first because matrix products with few rows are up to ten
/// times as fast as those with few columns. Works in blocks of images, so memory does not grow with n * C.
/// </remarks>
internal sealed class SoftmaxRegressionObjective : IConvexObjective
{
    private const int BlockRows = 8192;

    private readonly Tensor _features;
    private readonly Tensor _labels;
    private readonly double _l2;
    private readonly Tensor? _inverseBound;

    /// <param name="features">[n, F] in single or double precision; borrowed.</param>
    /// <param name="labels">[1, n], 64-bit integers; borrowed.</param>
    /// <param name="l2">Weight of the penalty, positive.</param>
    /// <param name="inverseBound">
    /// Approximate inverse Hessian of each class's weights, [F, F] in the features' precision, or null for the identity; borrowed.
    /// </param>
    public SoftmaxRegressionObjective(Tensor features, Tensor labels, double l2, Tensor? inverseBound)
    {
        _features = features;
        _labels = labels;
        _l2 = l2;
        _inverseBound = inverseBound;
    }

    public (double Value, Tensor Gradient) Evaluate(Tensor point)
    {
        using DisposeScope scope = NewDisposeScope();
        long rows = _features.shape[0];
        Tensor weights = Parts(point).Weights;
        Tensor loss = zeros(1, dtype: ScalarType.Float64, device: point.device);
        Tensor gradient = zeros_like(point);
        (Tensor weightGradient, Tensor biasGradient) = Parts(gradient);
        for (long first = 0; first < rows; first += BlockRows)
        {
            using DisposeScope block = NewDisposeScope();
            long count = Math.Min(BlockRows, rows - first);
            Tensor x = _features.narrow(0, first, count);
            Tensor y = _labels.narrow(1, first, count);
            // log p: [C, B]
            Tensor logarithms = nn.functional.log_softmax(Scores(x, point), 0);
            loss.sub_(logarithms.gather(0, y).sum());
            // dL/dlogits = p - one_hot(y): [C, B]
            Tensor residual = logarithms.exp().scatter_add_(0, y, full_like(y, Scalars.Of(-1), dtype: ScalarType.Float64));
            weightGradient.add_(residual.to(x.dtype).mm(x), Scalars.One);
            biasGradient.add_(residual.sum(1, keepdim: true), Scalars.One);
        }

        gradient.div_(Scalars.Of(rows));
        weightGradient.add_(weights * Scalars.Of(_l2), Scalars.One);
        double value = loss.item<double>() / rows + 0.5 * _l2 * weights.pow(Scalars.Of(2)).sum().item<double>();
        return (value, gradient.MoveToOuterDisposeScope());
    }

    public Tensor Precondition(Tensor gradient)
    {
        if (_inverseBound is null)
            return gradient.clone();
        using DisposeScope scope = NewDisposeScope();
        (Tensor weights, Tensor bias) = Parts(gradient);
        Tensor preconditioned = weights.to(_inverseBound.dtype).mm(_inverseBound).to(ScalarType.Float64);
        return cat([preconditioned, bias * Scalars.Of(2)], 1).MoveToOuterDisposeScope();
    }

    /// <summary>The logits [C, rows], in double precision, of features [rows, F] at a point.</summary>
    public static Tensor Scores(Tensor features, Tensor point)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor weights, Tensor bias) = Parts(point);
        return weights.to(features.dtype).mm(features.t()).to(ScalarType.Float64).add(bias, Scalars.One).MoveToOuterDisposeScope();
    }

    private static (Tensor Weights, Tensor Bias) Parts(Tensor point)
    {
        long features = point.shape[1] - 1;
        return (point.narrow(1, 0, features), point.narrow(1, features, 1));
    }
}
