using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>
/// An upper bound of the Hessian of multinomial logistic regression, R/2 + L2 I with R the features' correlation matrix, and its inverse.
/// </summary>
internal sealed class CorrelationPreconditioner
{
    private readonly Tensor _factor;

    private CorrelationPreconditioner(Tensor factor) => _factor = factor;

    public static Tensor Correlation(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        return features.t().mm(features).to(ScalarType.Float64).div_(features.shape[0]).MoveToOuterDisposeScope();
    }

    public static CorrelationPreconditioner Create(Tensor correlation, double l2, double floor)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bound = floor > 1e8 ? torch.eye(correlation.shape[0], dtype: ScalarType.Float64) * 0.5 : correlation * 0.5;
        if (floor > 1e8) floor = 0;
        bound.diagonal().add_(Math.Max(l2, floor));
        return new CorrelationPreconditioner(linalg.cholesky(bound).MoveToOuterDisposeScope());
    }

    public Tensor Solve(Tensor gradient) => gradient.cholesky_solve(_factor);
}
