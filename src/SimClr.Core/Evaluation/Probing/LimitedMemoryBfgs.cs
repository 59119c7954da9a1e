using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>Minimizes a smooth convex function by L-BFGS with a preconditioner and a Wolfe line search. Deterministic.</summary>
/// <remarks>
/// Nocedal and Wright, <i>Numerical Optimization</i>, algorithm 7.4; the line search is that of Lewis and Overton 2013, <i>Nonsmooth
/// optimization via quasi-Newton methods</i>, section 2. TorchSharp's own LBFGS has no line search, without which it depends on a learning
/// rate and may diverge.
/// </remarks>
internal sealed class LimitedMemoryBfgs
{
    private const int MaximumTrials = 30;
    private const double SufficientDecrease = 1e-4;
    private const double SufficientFlattening = 0.9;

    private readonly IConvexObjective _objective;
    private readonly int _maximumIterations;
    private readonly double _tolerance;

    /// <param name="objective">The function.</param>
    /// <param name="maximumIterations">At least 1.</param>
    /// <param name="tolerance">The search ends where the quadratic model promises no greater decrease than this.</param>
    public LimitedMemoryBfgs(IConvexObjective objective, int maximumIterations, double tolerance)
    {
        _objective = objective;
        _maximumIterations = maximumIterations;
        _tolerance = tolerance;
    }

    /// <summary>Number of iterations of the last run.</summary>
    public int Iterations { get; private set; }

    /// <summary>The minimizer as a new tensor.</summary>
    /// <param name="start">Where the search begins.</param>
    public Tensor Minimize(Tensor start)
    {
        using DisposeScope scope = NewDisposeScope();
        CurvatureHistory history = new();
        EvaluatedPoint present = EvaluatedPoint.Of(_objective, start.clone());
        for (Iterations = 0; Iterations < _maximumIterations; Iterations++)
        {
            using DisposeScope iteration = NewDisposeScope();
            Tensor direction = history.Direction(present.Gradient, _objective.Precondition(present.Gradient));
            double slope = present.Slope(direction);
            // Minus half the slope is what the quadratic model promises. No point is found where rounding hides the decrease.
            if (-0.5 * slope <= _tolerance || Search(present, direction, slope) is not { } next)
                break;
            Tensor change = next.Gradient - present.Gradient;
            history.Add(next.Point - present.Point, change, _objective.Precondition(change));
            present.Dispose();
            present = next.MoveToOuterScope();
        }

        return present.Point.MoveToOuterDisposeScope();
    }

    // Doubles the step while the function still falls steeply, halves the bracket once it rises.
    private EvaluatedPoint? Search(EvaluatedPoint origin, Tensor direction, double slope)
    {
        double low = 0;
        double high = double.PositiveInfinity;
        double step = 1;
        for (int trial = 0; trial < MaximumTrials; trial++)
        {
            EvaluatedPoint next = EvaluatedPoint.Of(_objective, origin.Point.add(direction * Scalars.Of(step), Scalars.One));
            if (!(next.Value <= origin.Value + SufficientDecrease * step * slope))
                high = step;
            else if (next.Slope(direction) < SufficientFlattening * slope)
                low = step;
            else
                return next;
            next.Dispose();
            step = double.IsInfinity(high) ? 2 * step : 0.5 * (low + high);
        }

        return null;
    }
}
