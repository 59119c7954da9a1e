using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tensors;

/// <summary>Copies between managed memory and tensors.</summary>
internal static class TensorTransfer
{
    // A tensor's span counts bytes in an int, so long copies go in parts.
    private const int MaximumPart = 1 << 28;

    /// <summary>A new tensor with the given values and shape.</summary>
    /// <remarks>Copied, not shared: torch aligns its memory, so the bits of a matrix product stay the same from run to run.</remarks>
    public static Tensor ToTensor(ReadOnlySpan<float> values, long[] shape, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tensor = empty(values.Length, dtype: ScalarType.Float32);
        for (int start = 0; start < values.Length; start += MaximumPart)
        {
            int length = Math.Min(MaximumPart, values.Length - start);
            values.Slice(start, length).CopyTo(MemoryMarshal.Cast<byte, float>(tensor.narrow(0, start, length).bytes));
        }

        return tensor.view(shape).to(device).MoveToOuterDisposeScope();
    }

    /// <summary>Writes a tensor's values, row by row, to managed memory.</summary>
    public static void CopyTo(Tensor tensor, Span<float> destination)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor source = tensor.to(ScalarType.Float32).cpu().contiguous().view(-1);
        for (int start = 0; start < source.shape[0]; start += MaximumPart)
        {
            int length = (int)Math.Min(MaximumPart, source.shape[0] - start);
            MemoryMarshal.Cast<byte, float>(source.narrow(0, start, length).bytes).CopyTo(destination[start..]);
        }
    }

    /// <summary>The values of a tensor of doubles, row by row.</summary>
    public static double[] ToDoubles(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, double>(tensor.to(ScalarType.Float64).cpu().contiguous().bytes).ToArray();
    }

    /// <summary>A tensor's values, row by row.</summary>
    public static float[] ToArray(Tensor tensor)
    {
        float[] values = new float[tensor.numel()];
        CopyTo(tensor, values);
        return values;
    }
}
