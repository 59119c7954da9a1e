using System.Runtime.InteropServices;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>Copies between managed memory and tensors.</summary>
internal static class TensorTransfer
{
    // A tensor's span counts bytes in an int, so long copies go in parts.
    private const int MaximumPart = 1 << 28;
    private const int BlockLength = 1 << 22;

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

    /// <summary>The given rows of a feature set, in that order, as a new tensor [rows, F].</summary>
    public static Tensor ToTensor(FeatureSet set, ReadOnlySpan<int> rows, Device device)
        => Gather(set, rows, device, static (row, result) => row.CopyTo(result));

    /// <summary>Consecutive rows of a feature set as a new tensor [rows, F].</summary>
    public static Tensor ToTensor(FeatureSet set, Range rows, Device device) => ToTensor(set, Indices(rows), device);

    /// <summary>
    /// Consecutive rows of a feature set, each scaled to length 1, as a new tensor [rows, F]; a row of zeros stays as it is.
    /// </summary>
    public static Tensor ToUnitTensor(FeatureSet set, Range rows, Device device)
        => Gather(set, Indices(rows), device, UnitLength.Normalize);

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

    /// <summary>A tensor's values, row by row.</summary>
    public static float[] ToArray(Tensor tensor)
    {
        float[] values = new float[tensor.numel()];
        CopyTo(tensor, values);
        return values;
    }

    private static Tensor Gather(FeatureSet set, ReadOnlySpan<int> rows, Device device, RowConversion convert)
    {
        int dimension = set.Dimension;
        int blockRows = Math.Clamp(BlockLength / dimension, 1, rows.Length);
        float[] block = new float[blockRows * dimension];
        Tensor result = empty(rows.Length, dimension, dtype: ScalarType.Float32, device: device);
        for (int first = 0; first < rows.Length; first += blockRows)
        {
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(blockRows, rows.Length - first);
            for (int i = 0; i < count; i++)
                convert(set.Row(rows[first + i]), block.AsSpan(i * dimension, dimension));
            result.narrow(0, first, count).copy_(ToTensor(block.AsSpan(0, count * dimension), [count, dimension], device));
        }

        return result;
    }

    private static int[] Indices(Range rows) => [.. Enumerable.Range(rows.Start.Value, rows.End.Value - rows.Start.Value)];

    private delegate void RowConversion(ReadOnlySpan<float> row, Span<float> result);
}
