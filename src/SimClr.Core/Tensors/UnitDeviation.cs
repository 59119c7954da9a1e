using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tensors;

/// <summary>How far apart directions are: the measure of collapse, of embeddings in training and of features afterwards.</summary>
internal static class UnitDeviation
{
    private const long BlockRows = 1 << 14;

    /// <summary>
    /// The standard deviation of unit rows around their mean, over all dimensions together, in [0, 1]: 0 if all rows are the same, near 1
    /// if they spread over the whole sphere.
    /// </summary>
    /// <param name="unit">[n, D], rows of length 1 or 0, in single precision; borrowed.</param>
    /// <returns>A new scalar on the rows' device.</returns>
    public static Tensor Of(Tensor unit)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor mean = unit.mean([0]); // [D]
        // In blocks, so that many long rows need no second copy of themselves.
        Tensor distances = cat([.. unit.split(BlockRows).Select(rows => SquaredDistances(rows, mean))]); // [n]
        return distances.mean().sqrt().MoveToOuterDisposeScope();
    }

    private static Tensor SquaredDistances(Tensor rows, Tensor mean)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor differences = rows - mean;
        return (differences * differences).sum(1).MoveToOuterDisposeScope();
    }
}
