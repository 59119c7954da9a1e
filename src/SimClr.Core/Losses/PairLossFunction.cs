using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// Puts a loss whose gradient is known in closed form into the autograd graph: the gradient G [2N, D] is computed along with the value, and
/// the graph holds z.G, whose gradient by z is G. So no similarity matrix outlives its tile.
/// </summary>
/// <remarks>
/// Made of torch's own operations. TorchSharp's custom functions hand gradients to libtorch in managed objects that nothing disposes:
/// without a dispose scope, and on threads of libtorch's own, each step's gradients would stay until the garbage collector ran.
/// </remarks>
internal static class PairLossFunction
{
    /// <summary>The loss of two views [N, D]: part of the graph if an input wants a gradient, else the value alone.</summary>
    public static Tensor Evaluate(Tensor z1, Tensor z2, IUnitRowLoss loss)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!is_grad_enabled() || !(z1.requires_grad || z2.requires_grad))
            return Value(z1, z2, loss, withGradient: false).Value.MoveToOuterDisposeScope();

        (Tensor value, Tensor? gradient) = Value(z1, z2, loss, withGradient: true);
        Tensor[] halves = gradient!.chunk(2);                                                       // 2 x [N, D]
        Tensor result = Linear(z1, halves[0]).add(Linear(z2, halves[1]));
        // The graph asks for the factors of a product, never for the product: it may become the loss.
        using IDisposable mode = no_grad();
        return result.copy_(value).MoveToOuterDisposeScope();
    }

    private static (Tensor Value, Tensor? Gradient) Value(Tensor z1, Tensor z2, IUnitRowLoss loss, bool withGradient)
    {
        using IDisposable mode = no_grad();
        UnitRows rows = UnitRows.Of(z1, z2);
        Tensor? gradient = withGradient ? zeros_like(rows.Values) : null;                           // [2N, D]
        Tensor value = loss.Run(rows.Values, gradient);
        return (value, gradient is null ? null : rows.PullBack(gradient));
    }

    /// <summary>z.G, a scalar whose gradient by z is G; for half-precision z in G's single precision.</summary>
    private static Tensor Linear(Tensor z, Tensor gradient) => z.to(gradient.dtype).reshape(-1).dot(gradient.reshape(-1));
}
