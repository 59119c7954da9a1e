using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>Minimises a smooth convex function by L-BFGS with a preconditioner and a Wolfe line search. Deterministic.</summary>
/// <remarks>
/// Nocedal and Wright, <i>Numerical Optimization</i>, algorithm 7.4; the line search is that of Lewis and Overton 2013, <i>Nonsmooth optimization
/// via quasi-Newton methods</i>, section 2. TorchSharp's own LBFGS has no line search, without which it depends on a learning rate and may diverge.
/// </remarks>
internal sealed class LimitedMemoryBfgs
{
    public static bool Gamma; public static int History = 10;
    private const int MaximumTrials = 30;
    private const double SufficientDecrease = 1e-4;
    private const double SufficientFlattening = 0.9;

    private readonly IConvexObjective _objective;
    private readonly int _maximumIterations;
    private readonly double _tolerance;
    private readonly List<CurvaturePair> _pairs = [];

    /// <param name="objective">The function.</param>
    /// <param name="maximumIterations">At least 1.</param>
    /// <param name="tolerance">The end: the quadratic model promises no more than this decrease.</param>
    public LimitedMemoryBfgs(IConvexObjective objective, int maximumIterations, double tolerance)
    {
        _objective = objective;
        _maximumIterations = maximumIterations;
        _tolerance = tolerance;
    }

    /// <summary>Number of iterations of the last run.</summary>
    public int Iterations { get; private set; }

    /// <summary>The minimiser as a new tensor.</summary>
    /// <param name="start">Where the search begins.</param>
    public Tensor Minimize(Tensor start)
    {
        using DisposeScope scope = NewDisposeScope();
        _pairs.Clear();
        EvaluatedPoint present = Evaluate(start.clone());
        for (Iterations = 0; Iterations < _maximumIterations; Iterations++)
        {
            using DisposeScope iteration = NewDisposeScope();
            Tensor direction = Direction(present.Gradient);
            double slope = Dot(present.Gradient, direction);
            // Minus half the slope is what the quadratic model promises; where rounding hides the decrease, the search finds no point.
            if (-0.5 * slope <= _tolerance || Search(present, direction, slope) is not { } next)
                break;
            Remember(new CurvaturePair(next.Point - present.Point, next.Gradient - present.Gradient));
            present.Dispose();
            present = next.MoveToOuterScope();
        }

        return present.Point.MoveToOuterDisposeScope();
    }

    private static double Dot(Tensor left, Tensor right) => left.mul(right).sum().item<double>();

    private EvaluatedPoint Evaluate(Tensor point)
    {
        (double value, Tensor gradient) = _objective.Evaluate(point);
        return new EvaluatedPoint(point, value, gradient);
    }

    // The two-loop recursion.
    private Tensor Direction(Tensor gradient)
    {
        Tensor direction = gradient.neg();
        double[] shares = new double[_pairs.Count];
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            shares[i] = Dot(_pairs[i].Step, direction) / _pairs[i].Product;
            direction = direction.sub(_pairs[i].Change * shares[i]);
        }

        direction = _objective.Precondition(direction);
        if (Gamma && _pairs.Count > 0)
            direction = direction * (_pairs[^1].Product / Dot(_pairs[^1].Change, _objective.Precondition(_pairs[^1].Change)));
        for (int i = 0; i < _pairs.Count; i++)
        {
            double share = Dot(_pairs[i].Change, direction) / _pairs[i].Product;
            direction = direction.add(_pairs[i].Step * (shares[i] - share));
        }

        return direction;
    }

    // Doubles the step while the function still falls steeply, halves the bracket once it rises.
    private EvaluatedPoint? Search(EvaluatedPoint origin, Tensor direction, double slope)
    {
        double low = 0;
        double high = double.PositiveInfinity;
        double step = 1;
        for (int trial = 0; trial < MaximumTrials; trial++)
        {
            EvaluatedPoint next = Evaluate(origin.Point + direction * step);
            if (!(next.Value <= origin.Value + SufficientDecrease * step * slope))
                high = step;
            else if (Dot(next.Gradient, direction) < SufficientFlattening * slope)
                low = step;
            else
                return next;
            next.Dispose();
            step = double.IsInfinity(high) ? 2 * step : 0.5 * (low + high);
        }

        return null;
    }

    private void Remember(CurvaturePair pair)
    {
        // A convex function has a positive product but for rounding; a pair without one would spoil the direction.
        if (!(pair.Product > 0))
            return;
        if (_pairs.Count == History)
        {
            _pairs[0].Dispose();
            _pairs.RemoveAt(0);
        }

        _pairs.Add(pair.MoveToOuterScope());
    }

    private sealed record EvaluatedPoint(Tensor Point, double Value, Tensor Gradient) : IDisposable
    {
        public EvaluatedPoint MoveToOuterScope()
        {
            Point.MoveToOuterDisposeScope();
            Gradient.MoveToOuterDisposeScope();
            return this;
        }

        public void Dispose()
        {
            Point.Dispose();
            Gradient.Dispose();
        }
    }

    private sealed record CurvaturePair(Tensor Step, Tensor Change) : IDisposable
    {
        public double Product { get; } = Dot(Step, Change);

        public CurvaturePair MoveToOuterScope()
        {
            Step.MoveToOuterDisposeScope();
            Change.MoveToOuterDisposeScope();
            return this;
        }

        public void Dispose()
        {
            Step.Dispose();
            Change.Dispose();
        }
    }
}
