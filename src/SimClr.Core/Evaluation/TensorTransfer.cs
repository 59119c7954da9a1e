using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>Copies between managed memory and tensors.</summary>
internal static class TensorTransfer
{
    // A span counts bytes in an int, so long copies go in parts.
    private const int MaximumPart = 1 << 28;

    /// <summary>A new tensor with the given values and shape.</summary>
    /// <remarks>Copied, not shared: torch aligns its memory, and with it the bits of a matrix product stay the same from run to run.</remarks>
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

    /// <summary>Some rows of a feature set as a new tensor [rows, F].</summary>
    public static Tensor ToTensor(FeatureSet set, int first, int rows, Device device)
        => ToTensor(set.Values.Slice(first * set.Dimension, rows * set.Dimension), [rows, set.Dimension], device);

    /// <summary>Some rows of a feature set, each scaled to length 1, as a new tensor [rows, F]; a row of zeros stays as it is.</summary>
    public static Tensor ToUnitTensor(FeatureSet set, int first, int rows, Device device)
    {
        float[] unit = new float[rows * set.Dimension];
        for (int row = 0; row < rows; row++)
            UnitLength.Normalize(set.Row(first + row), unit.AsSpan(row * set.Dimension, set.Dimension));
        return ToTensor(unit, [rows, set.Dimension], device);
    }

    /// <summary>Writes a tensor's values, row by row, to managed memory.</summary>
    public static void CopyTo(Tensor tensor, Span<float> destination)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor source = tensor.to(ScalarType.Float32).cpu().contiguous().reshape(-1);
        MemoryMarshal.Cast<byte, float>(source.bytes).CopyTo(destination);
    }
}
