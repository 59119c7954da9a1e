using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>Sums over the rows of feature sets in double precision, a block of rows at a time.</summary>
internal static class FeatureBlocks
{
    private const int BlockLength = 1 << 21;

    /// <summary>The sum over all blocks of what is computed of each.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="dimension">Length of a row; a block has some 2 million values.</param>
    /// <param name="sum">Where it is added up, on its device.</param>
    /// <param name="term">Of the rows of a block; what it makes is disposed with the block.</param>
    public static void AddUp(int count, int dimension, Tensor sum, Func<Range, Tensor> term)
    {
        int rows = Math.Max(1, BlockLength / dimension);
        for (int first = 0; first < count; first += rows)
        {
            using DisposeScope block = NewDisposeScope();
            sum.add_(term(first..Math.Min(first + rows, count)), Scalars.One);
        }
    }

    /// <summary>Consecutive rows, [rows, D] in double precision; a new tensor in the present dispose scope.</summary>
    public static Tensor Rows(FeatureSet set, Range rows, Device device)
    {
        (int first, int count) = rows.GetOffsetAndLength(set.Count);
        ReadOnlySpan<float> values = set.Values.Slice(first * set.Dimension, count * set.Dimension);
        return TensorTransfer.ToTensor(values, [count, set.Dimension], device).to(ScalarType.Float64);
    }

    /// <summary>A square matrix of zeros, to add up in.</summary>
    public static Tensor Square(int dimension, Device device) => zeros(dimension, dimension, dtype: ScalarType.Float64, device: device);
}
