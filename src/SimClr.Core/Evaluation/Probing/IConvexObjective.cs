using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>A smooth convex function of a tensor.</summary>
internal interface IConvexObjective
{
    /// <summary>Value and gradient (a new tensor) at a point.</summary>
    (double Value, Tensor Gradient) Evaluate(Tensor point);

    /// <summary>An approximate, positive definite inverse of the Hessian times a gradient; a new tensor.</summary>
    Tensor Precondition(Tensor gradient);
}
