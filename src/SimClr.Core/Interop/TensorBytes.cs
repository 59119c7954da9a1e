using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>The bytes of a tensor, row by row, piece by piece: a span over a whole tensor ends at 2 GiB.</summary>
internal static class TensorBytes
{
    private const long ElementsAtOnce = 1 << 20;

    /// <summary>
    /// Shows a tensor's values, of any device and strides; what is not contiguous in the processor's memory is copied first.
    /// </summary>
    public static void Read(Tensor tensor, Action<ReadOnlySpan<byte>> read)
    {
        using DisposeScope scope = NewDisposeScope();
        Visit(tensor.detach().cpu().contiguous(), bytes => read(bytes));
    }

    /// <summary>Shows the memory of a contiguous tensor on the CPU, to be filled.</summary>
    public static void Visit(Tensor tensor, Action<Span<byte>> visit)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = tensor.reshape(-1); // [elements]
        long elements = flat.NumberOfElements;
        for (long start = 0; start < elements; start += ElementsAtOnce)
        {
            using Tensor piece = flat.narrow(0, start, Math.Min(ElementsAtOnce, elements - start));
            visit(piece.bytes);
        }
    }
}
