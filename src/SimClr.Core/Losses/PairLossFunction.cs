using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// Puts a loss whose gradient is known in closed form into the autograd graph: the forward pass computes both and keeps the gradient [N, D]
/// of each input, the backward pass only multiplies. So no similarity matrix outlives its tile.
/// </summary>
internal sealed class PairLossFunction : autograd.SingleTensorFunction<PairLossFunction>
{
    /// <inheritdoc/>
    public override string Name => nameof(PairLossFunction);

    /// <summary>The loss of two views [N, D]: part of the graph if an input wants a gradient, else the value alone.</summary>
    public static Tensor Evaluate(Tensor z1, Tensor z2, IUnitRowLoss loss)
    {
        using DisposeScope scope = NewDisposeScope();
        if (is_grad_enabled() && (z1.requires_grad || z2.requires_grad))
            return apply(z1, z2, loss).MoveToOuterDisposeScope();
        using IDisposable mode = no_grad();
        return loss.Run(UnitRows.Of(z1, z2).Values, gradient: null).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor z1, Tensor z2) = ((Tensor)vars[0], (Tensor)vars[1]);
        UnitRows rows = UnitRows.Of(z1, z2);
        Tensor gradient = zeros_like(rows.Values);                                                  // [2N, D]
        Tensor value = ((IUnitRowLoss)vars[2]).Run(rows.Values, gradient);
        ctx.save_for_backward([.. rows.PullBack(gradient).to(z1.dtype).chunk(2)]);                  // 2 x [N, D]
        return value;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using DisposeScope scope = NewDisposeScope();
        // One gradient for each argument of the forward pass, of which the third is no tensor.
        return [.. ctx.get_saved_variables().Select(gradient => (gradient * grad_output).MoveToOuterDisposeScope()), null!];
    }
}
