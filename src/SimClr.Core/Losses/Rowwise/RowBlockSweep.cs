using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.Rowwise;

/// <summary>
/// The mean over the terms of all rows, one block of rows after the other. A block of the similarity matrix is complete by itself, so value
/// and gradient come in one sweep of three matrix products, and the matrix never exists as a whole.
/// </summary>
/// <param name="evaluate"><see cref="RowwiseLoss"/>'s Evaluate.</param>
/// <param name="positives">Which views are positives.</param>
/// <param name="blockRows">Largest number of rows of a block; null: by the number of columns.</param>
internal sealed class RowBlockSweep(Func<SimilarityBlock, bool, Tensor> evaluate, PositiveRule positives, long? blockRows = null)
    : IClosedFormLoss
{
    /// <summary>Enough for fast products.</summary>
    private const long MostRows = 256;

    /// <summary>Fewer would spend the time on adding to the gradient.</summary>
    private const long LeastRows = 16;

    /// <summary>Elements of a block of a large batch, 1 MiB in 32 bits: a loss may need ten tensors of this size at once.</summary>
    private const long MostElements = 1 << 18;

    /// <inheritdoc/>
    public Tensor Run(EmbeddingBatch embeddings, Tensor? gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        long columns = embeddings.Values.shape[0];
        bool isLarge = columns >= ClosedFormLossFunction.ManyViews;
        long largest = blockRows ?? (isLarge ? Math.Clamp(MostElements / columns, LeastRows, MostRows) : MostRows);
        RankShare share = new(embeddings.Collective);
        largest = Math.Clamp(columns / share.Pieces, Math.Min(LeastRows, largest), largest);
        Tensor terms = zeros(columns, dtype: embeddings.Values.dtype, device: embeddings.Values.device);    // [V*N]
        foreach ((int piece, RowBlock rows) in RowBlock.Partition(embeddings.Views, embeddings.Images, largest).Index())
        {
            if (share.Has(piece))
                RunBlock(embeddings, rows, terms, gradient);
        }

        share.Sum(terms);
        share.Sum(gradient);
        gradient?.div_(Scalars.Of(columns));
        return DeterministicMean.Of(terms).MoveToOuterDisposeScope();
    }

    /// <summary>Writes the block's terms and adds its gradient.</summary>
    private void RunBlock(EmbeddingBatch columns, RowBlock rows, Tensor allTerms, Tensor? gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor anchors = rows.Of(columns.Values);                                                   // [B, D]
        SimilarityBlock block = new(anchors.mm(columns.Values.t()), rows, columns, positives);      // [B, C]
        Tensor terms = evaluate(block, gradient is not null);                                       // [B]
        if (terms.Dimensions != 1 || terms.shape[0] != rows.Length)
        {
            throw new InvalidOperationException(
                $"Expected one term for each row of the block, [{rows.Length}], found [{string.Join(", ", terms.shape)}].");
        }

        if (gradient is not null)
        {
            rows.Of(gradient).addmm_(block.Values, columns.Values);
            gradient.addmm_(block.Values.t(), anchors);
        }
        rows.Of(allTerms).copy_(terms);
    }
}
