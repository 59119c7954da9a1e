using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>
/// The memory of L-BFGS: the last steps and what they changed in the gradient, and the quasi-Newton direction that follows from them.
/// </summary>
/// <remarks>Its tensors belong to the dispose scope around the one in which they are added.</remarks>
internal sealed class CurvatureHistory
{
    private const int Length = 10;

    private readonly List<Pair> _pairs = [];

    /// <summary>
    /// Remembers a step and forgets the oldest. Without positive curvature, which only rounding can cause here, nothing changes.
    /// </summary>
    /// <param name="step">Difference of two points.</param>
    /// <param name="change">Difference of their gradients.</param>
    /// <param name="preconditioned">The same, preconditioned.</param>
    public void Add(Tensor step, Tensor change, Tensor preconditioned)
    {
        (double product, double scale) = (Dot(step, change), Dot(change, preconditioned));
        if (!(product > 0 && scale > 0))
            return;
        if (_pairs.Count == Length)
        {
            _pairs[0].Dispose();
            _pairs.RemoveAt(0);
        }

        foreach (Tensor kept in (Tensor[])[step, change, preconditioned])
            kept.MoveToOuterDisposeScope();
        _pairs.Add(new Pair(step, change, preconditioned, product, product / scale));
    }

    /// <summary>The direction to go: minus the approximate inverse Hessian times the gradient (the two-loop recursion).</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="preconditioned">
    /// The same, preconditioned. All else is linear in it, so the preconditioner works once an iteration.
    /// </param>
    public Tensor Direction(Tensor gradient, Tensor preconditioned)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rest = gradient.neg();
        Tensor direction = preconditioned.neg();
        double[] shares = new double[_pairs.Count];
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            shares[i] = Dot(_pairs[i].Step, rest) / _pairs[i].Product;
            rest.sub_(_pairs[i].Change * Scalars.Of(shares[i]));
            direction.sub_(_pairs[i].Preconditioned * Scalars.Of(shares[i]));
        }

        // The latest step says how much too steep the preconditioner's bound of the Hessian is.
        if (_pairs.Count > 0)
            direction.mul_(Scalars.Of(_pairs[^1].Scale));
        for (int i = 0; i < _pairs.Count; i++)
            direction.add_(_pairs[i].Step * Scalars.Of(shares[i] - Dot(_pairs[i].Change, direction) / _pairs[i].Product), Scalars.One);
        return direction.MoveToOuterDisposeScope();
    }

    private static double Dot(Tensor left, Tensor right)
    {
        using DisposeScope scope = NewDisposeScope();
        return left.mul(right).sum().item<double>();
    }

    private sealed record Pair(Tensor Step, Tensor Change, Tensor Preconditioned, double Product, double Scale) : IDisposable
    {
        public void Dispose()
        {
            Step.Dispose();
            Change.Dispose();
            Preconditioned.Dispose();
        }
    }
}
