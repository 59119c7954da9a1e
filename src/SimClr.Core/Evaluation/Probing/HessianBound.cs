using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>
/// A bound of the Hessian of multinomial logistic regression: for each class (R + 1)/2 + L2 I, with R the correlation of the features
/// (Böhning 1992, <i>Multinomial logistic regression algorithm</i>). Its inverse takes the features' correlation out of the problem, and
/// with it most iterations.
/// </summary>
/// <remarks>Lives in the dispose scope in which it is made.</remarks>
internal sealed class HessianBound
{
    /// <summary>Beyond this the matrix costs more than it saves.</summary>
    public const int MaximumDimension = 4096;

    private readonly double _floor;
    private readonly ScalarType _precision;
    private readonly Tensor? _correlation;

    /// <param name="features">Standardized features [n, F], or as many coordinates of theirs; borrowed.</param>
    /// <param name="variance">The sum of their variances: the number of features, in whatever coordinates.</param>
    public HessianBound(Tensor features, long variance)
    {
        // Keeps the condition number, at most half the variance over the floor, within what single precision can tell apart.
        _floor = 1e-6 * variance;
        _precision = features.dtype;
        using DisposeScope scope = NewDisposeScope();
        if (features.shape[1] <= MaximumDimension)
            _correlation = features.t().mm(features).to(ScalarType.Float64).div_(Scalars.Of(features.shape[0])).MoveToOuterDisposeScope();
    }

    /// <summary>The inverse for a given L2, [F, F] in the features' precision; null where there are too many features.</summary>
    public Tensor? Inverse(double l2)
    {
        if (_correlation is null)
            return null;
        using DisposeScope scope = NewDisposeScope();
        Tensor bound = _correlation * Scalars.Of(0.5);
        bound.diagonal().add_(Scalars.Of(Math.Max(l2, _floor)), Scalars.One);
        return linalg.cholesky(bound).cholesky_inverse().to(_precision).MoveToOuterDisposeScope();
    }
}
