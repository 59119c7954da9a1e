using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>A point of a function with its value and gradient there; owns both tensors.</summary>
internal sealed record EvaluatedPoint(Tensor Point, double Value, Tensor Gradient) : IDisposable
{
    public static EvaluatedPoint Of(IConvexObjective objective, Tensor point)
    {
        (double value, Tensor gradient) = objective.Evaluate(point);
        return new EvaluatedPoint(point, value, gradient);
    }

    /// <summary>The derivative along a direction.</summary>
    public double Slope(Tensor direction)
    {
        using DisposeScope scope = NewDisposeScope();
        return Gradient.mul(direction).sum().item<double>();
    }

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
