using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// Evaluates a <see cref="IRowObjective"/> over blocks of rows. A block of rows of the similarity matrix is complete by itself, so value and
/// gradient come in one sweep and the matrix never exists as a whole.
/// </summary>
internal static class RowBlockSweep
{
    /// <summary>Rows of a block: tall enough for fast products, low enough for a small block.</summary>
    private const long BlockRows = 256;

    /// <summary>The mean of the objective's terms times a factor.</summary>
    /// <param name="rows">Unit rows [2N, D], z1 above z2.</param>
    /// <param name="objective">The term of each row.</param>
    /// <param name="factor">Factor on the mean.</param>
    /// <param name="gradient">[2N, D]: the gradient with respect to the rows is added here; null if none is wanted.</param>
    /// <returns>A new scalar.</returns>
    public static Tensor Run(Tensor rows, IRowObjective objective, double factor, Tensor? gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = rows.shape[0];
        List<Tensor> sums = [];
        foreach ((long start, long length) in Blocks(count / 2))
            sums.Add(RunBlock(rows, start, length, objective, gradient));
        gradient?.mul_(factor / count);
        return stack(sums).sum().mul_(factor / count).MoveToOuterDisposeScope();
    }

    private static Tensor RunBlock(Tensor rows, long start, long length, IRowObjective objective, Tensor? gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor anchors = rows.narrow(0, start, length);                                             // [B, D]
        Tensor similarity = anchors.mm(rows.t());                                                   // [B, 2N]
        Tensor terms = objective.Evaluate(new SimilarityBlock(similarity, start), gradient is not null);
        if (gradient is not null)
        {
            gradient.narrow(0, start, length).addmm_(similarity, rows);
            gradient.addmm_(similarity.t(), anchors);
        }
        return terms.sum().MoveToOuterDisposeScope();
    }

    /// <summary>No block spans both views, so that a block's partners are consecutive too.</summary>
    private static IEnumerable<(long Start, long Length)> Blocks(long half)
    {
        for (long view = 0; view < 2; view++)
            for (long start = 0; start < half; start += BlockRows)
                yield return (view * half + start, Math.Min(BlockRows, half - start));
    }
}
