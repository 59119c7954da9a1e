using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// The mean of a <see cref="IRowObjective"/>, over blocks of rows. A block of rows of the similarity matrix is complete by itself, so value
/// and gradient come in one sweep of three matrix products, and the matrix never exists as a whole.
/// </summary>
internal sealed class RowBlockSweep(IRowObjective objective, long blockRows = RowBlockSweep.MeasuredBlockRows) : IUnitRowLoss
{
    /// <summary>Rows of a block: enough for fast products, few enough for little memory.</summary>
    private const long MeasuredBlockRows = 256;

    /// <inheritdoc/>
    public Tensor Run(Tensor rows, Tensor? gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> terms = [.. RowRange.Partition(rows.shape[0] / 2, blockRows).Select(block => RunBlock(rows, block, gradient))];
        gradient?.div_(rows.shape[0]);
        return RowTerms.Mean(cat(terms)).MoveToOuterDisposeScope();
    }

    private Tensor RunBlock(Tensor rows, RowRange block, Tensor? gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor anchors = block.Of(rows);                                                            // [B, D]
        Tensor similarity = anchors.mm(rows.t());                                                   // [B, 2N]
        Tensor terms = objective.Evaluate(new SimilarityBlock(similarity, block.Start), gradient is not null);
        if (gradient is not null)
        {
            block.Of(gradient).addmm_(similarity, rows);
            gradient.addmm_(similarity.t(), anchors);
        }
        return terms.MoveToOuterDisposeScope();
    }
}
