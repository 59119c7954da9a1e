using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// Puts a loss whose gradient is known in closed form into the autograd graph: the forward pass computes both and keeps the gradient [N, D] of
/// each input, the backward pass only multiplies. So no similarity matrix outlives its block.
/// </summary>
internal sealed class PairLossFunction : autograd.SingleTensorFunction<PairLossFunction>
{
    /// <inheritdoc/>
    public override string Name => nameof(PairLossFunction);

    /// <summary>The mean of the objective over the 2N rows of two views, times a factor; part of the graph if an input wants a gradient.</summary>
    public static Tensor Evaluate(Tensor z1, Tensor z2, IRowObjective objective, double factor)
    {
        using DisposeScope scope = NewDisposeScope();
        if (is_grad_enabled() && (z1.requires_grad || z2.requires_grad))
            return apply(z1, z2, objective, factor).MoveToOuterDisposeScope();
        using IDisposable mode = no_grad();
        UnitRows rows = UnitRows.Of(z1, z2);
        return RowBlockSweep.Run(rows.Values, objective, factor, gradient: null).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor z1, Tensor z2) = ((Tensor)vars[0], (Tensor)vars[1]);
        UnitRows rows = UnitRows.Of(z1, z2);
        Tensor gradient = zeros_like(rows.Values);                                                  // [2N, D]
        Tensor loss = RowBlockSweep.Run(rows.Values, (IRowObjective)vars[2], (double)vars[3], gradient);
        Tensor pulledBack = rows.PullBack(gradient).to(z1.dtype);
        ctx.save_for_backward([.. pulledBack.chunk(2)]);
        return loss;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        // One gradient for each argument of the forward pass; only the first two are tensors.
        return [saved[0] * grad_output, saved[1] * grad_output, null!, null!];
    }
}
