using SimClr.Core.Numerics.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.ClosedForm;

/// <summary>
/// Puts a loss whose gradient is known in closed form into the autograd graph: the gradient G [V*N, D] is computed along with the value, and
/// the graph holds z.G, whose gradient by z is G. So no similarity matrix outlives its tile.
/// </summary>
/// <remarks>
/// Made of torch's own operations. TorchSharp's custom functions hand gradients to libtorch in managed objects that nothing disposes:
/// without a dispose scope, and on threads of libtorch's own, each step's gradients would stay until the garbage collector ran.
/// </remarks>
internal static class ClosedFormLossFunction
{
    /// <summary>
    /// From here on a batch is large, and takes its memory from the library's heap. glibc's would grow to several times what is in use at
    /// once, differently from run to run (docs/decisions/0010-memory-of-a-step.md).
    /// </summary>
    public const long ManyViews = 4096;

    /// <summary>The loss of a batch: part of the graph if its embeddings want a gradient, else the value alone.</summary>
    public static Tensor Evaluate(EmbeddingBatch batch, IClosedFormLoss loss)
    {
        using KeptMemory? memory = KeptMemory.Hold(batch.Values.shape[0] >= ManyViews && batch.Values.device_type == DeviceType.CPU);
        using DisposeScope scope = NewDisposeScope();
        if (!is_grad_enabled() || !batch.Values.requires_grad)
            return Value(batch, loss, withGradient: false).Value.MoveToOuterDisposeScope();

        (Tensor value, Tensor? gradient) = Value(batch, loss, withGradient: true);
        Tensor result = Linear(batch.Values, gradient!);
        // The graph asks for the factors of a product, never for the product: it may become the loss.
        using IDisposable mode = no_grad();
        return result.copy_(value).MoveToOuterDisposeScope();
    }

    private static (Tensor Value, Tensor? Gradient) Value(EmbeddingBatch batch, IClosedFormLoss loss, bool withGradient)
    {
        using IDisposable mode = no_grad();
        NormalizedEmbeddings rows = NormalizedEmbeddings.Of(batch.Values);
        Tensor? gradient = withGradient ? zeros_like(rows.Values) : null;                           // [V*N, D]
        Tensor value = loss.Run(batch.With(rows.Values), gradient);
        return (value, gradient is null ? null : rows.PullBack(gradient));
    }

    /// <summary>z.G, a scalar whose gradient by z is G; for half-precision z in G's single precision.</summary>
    private static Tensor Linear(Tensor z, Tensor gradient) => z.to(gradient.dtype).reshape(-1).dot(gradient.reshape(-1));
}
