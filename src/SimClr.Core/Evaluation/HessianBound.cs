using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>
/// A bound of the Hessian of multinomial logistic regression: for each class (R + 1)/2 + L2 I, with R the correlation of the features
/// (Böhning 1992, <i>Multinomial logistic regression algorithm</i>). Its inverse takes the features' correlation out of the problem, and
/// with it most iterations.
/// </summary>
/// <remarks>Lives in the dispose scope in which it is made.</remarks>
internal sealed class HessianBound
{
    // Beyond this the matrix costs more than it saves.
    private const int MaximumDimension = 4096;

    private readonly Tensor? _correlation;

    /// <param name="features">Standardised features [n, F]; borrowed.</param>
    public HessianBound(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        if (features.shape[1] <= MaximumDimension)
            _correlation = features.t().mm(features).to(ScalarType.Float64).div_(features.shape[0]).MoveToOuterDisposeScope();
    }

    /// <summary>The inverse for a given L2, [F, F] in single precision; null where there are too many features.</summary>
    public Tensor? Inverse(double l2)
    {
        if (_correlation is null)
            return null;
        using DisposeScope scope = NewDisposeScope();
        Tensor bound = _correlation * 0.5;
        // The floor keeps the condition number, at most F/2 over the floor, within what single precision can tell apart.
        bound.diagonal().add_(Math.Max(l2, 1e-6 * _correlation.shape[0]));
        return linalg.cholesky(bound).cholesky_inverse().to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
