using System.Buffers;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>Copies rows of a feature set to tensors.</summary>
internal static class FeatureTensors
{
    private const int BlockLength = 1 << 22;

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

    private static Tensor Gather(FeatureSet set, ReadOnlySpan<int> rows, Device device, RowConversion convert)
    {
        int dimension = set.Dimension;
        int blockRows = Math.Clamp(BlockLength / dimension, 1, rows.Length);
        float[] block = ArrayPool<float>.Shared.Rent(blockRows * dimension);
        Tensor result = empty(rows.Length, dimension, dtype: ScalarType.Float32, device: device);
        for (int first = 0; first < rows.Length; first += blockRows)
        {
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(blockRows, rows.Length - first);
            for (int i = 0; i < count; i++)
                convert(set.Row(rows[first + i]), block.AsSpan(i * dimension, dimension));
            result.narrow(0, first, count).copy_(TensorTransfer.ToTensor(block.AsSpan(0, count * dimension), [count, dimension], device));
        }

        ArrayPool<float>.Shared.Return(block);
        return result;
    }

    private static int[] Indices(Range rows) => [.. Enumerable.Range(rows.Start.Value, rows.End.Value - rows.Start.Value)];

    private delegate void RowConversion(ReadOnlySpan<float> row, Span<float> result);
}
