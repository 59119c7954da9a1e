using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.NtXent;

/// <summary>
/// NT-Xent over square tiles of the similarity matrix. The matrix is symmetric, so the tiles on and above the diagonal serve both sides: a
/// first pass over them sums the exponentials of every row, a second one computes the gradient. That is the work of two matrix products
/// instead of three.
/// </summary>
/// <remarks>
/// With e(i, j) = exp(u_i.u_j / t) for negatives and n_i its sum over the negatives of i, let a_i be the derivative of the term of i by n_i.
/// Then the gradient by u_i is the sum over the negatives j of e(i, j) (a_i + a_j) u_j, less the pull of the targets, all divided by V*N t.
/// </remarks>
internal sealed class NtXentTileSweep(
    double temperature, INtXentTarget target, INtXentTerms terms, long tileRows = NtXentTileSweep.MeasuredTileRows) : IClosedFormLoss
{
    /// <summary>
    /// Rows and columns of a tile, measured with the benchmark "loss --tile-rows". On an idle machine 512 and 1024 take the same time;
    /// where other work competes for the processors, every operation waits for the slowest thread, and fewer, larger operations are twice
    /// as fast.
    /// </summary>
    private const long MeasuredTileRows = 1024;

    /// <summary>A rank holds the embeddings of all beside its own work: tiles of a quarter of the memory, which take as long.</summary>
    private const long MostTileRowsOfRank = 512;

    /// <summary>
    /// Whether all exponentials, from exp(-1/t) to exp(1/t), their sums and the reciprocals are ordinary numbers of the type. Then
    /// subtracting a row's maximum would not make them more exact, and e(i, j) would no longer be symmetric.
    /// </summary>
    public static bool MaximumNeedNotBeSubtracted(double temperature, ScalarType type)
        => 1 / temperature <= (type == ScalarType.Float64 ? 600 : 60);

    /// <inheritdoc/>
    public Tensor Run(EmbeddingBatch embeddings, Tensor? gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = embeddings.Values;                                                            // [V*N, D]
        Tensor targets = target.Similarities(embeddings).div_(Scalars.Of(temperature));             // [M, V*N]
        RankShare share = new(embeddings.Collective);
        Tensor negatives = zeros(rows.shape[0], dtype: rows.dtype, device: rows.device);            // [V*N]
        ForEachTile(embeddings, share, (first, second, tile) => AddSums(negatives, first, second, tile));
        share.Sum(negatives);
        if (gradient is not null)
        {
            (Tensor byNegatives, Tensor byTargets) = terms.Slopes(negatives, targets);              // [V*N], [M, V*N]
            ForEachTile(embeddings, share, (first, second, tile) => AddGradients(gradient, rows, byNegatives, first, second, tile));
            share.Sum(gradient);
            target.SubtractGradient(gradient, embeddings, byTargets);
            gradient.div_(Scalars.Of(rows.shape[0] * temperature));
        }
        return DeterministicMean.Of(terms.Values(negatives, targets)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Visits this rank's tiles, on and above the diagonal, with their e(i, j), which are 0 where i and j are of one image.
    /// </summary>
    private void ForEachTile(EmbeddingBatch embeddings, RankShare share, Action<RowBlock, RowBlock, Tensor> visit)
    {
        // B blocks make B (B + 1) / 2 tiles.
        long blockCount = (long)Math.Sqrt(2 * (share.Pieces - 1));
        long most = share.Ranks > 1 ? Math.Min(tileRows, MostTileRowsOfRank) : tileRows;
        long largest = Math.Min(most, embeddings.Values.shape[0] / (blockCount + 1) + 1);
        IReadOnlyList<RowBlock> blocks = RowBlock.Partition(embeddings.Views, embeddings.Images, largest);
        int tile = 0;
        for (int i = 0; i < blocks.Count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor anchors = blocks[i].Of(embeddings.Values) / Scalars.Of(temperature);             // [B, D]
            for (int j = i; j < blocks.Count; j++)
            {
                if (!share.Has(tile++))
                    continue;
                using DisposeScope tileScope = NewDisposeScope();
                Tensor logits = MatrixProduct.TimesTransposed(anchors, blocks[j].Of(embeddings.Values));    // [B, C]
                if (blocks[i].FirstImage == blocks[j].FirstImage)
                    logits.diagonal().fill_(Scalars.Of(double.NegativeInfinity));
                visit(blocks[i], blocks[j], logits.exp_());
            }
        }
    }

    private static void AddSums(Tensor sums, RowBlock first, RowBlock second, Tensor tile)
    {
        first.Of(sums).add_(tile.sum([1L]), Scalars.One);
        if (first != second)
            second.Of(sums).add_(tile.sum([0L]), Scalars.One);
    }

    private static void AddGradients(Tensor gradient, Tensor rows, Tensor slopes, RowBlock first, RowBlock second, Tensor tile)
    {
        Tensor weights = tile.mul_(first.Of(slopes).unsqueeze(1).add(second.Of(slopes), Scalars.One));      // [B, C]
        MatrixProduct.AddTimes(first.Of(gradient), weights, second.Of(rows));
        if (first != second)
            MatrixProduct.AddTimes(second.Of(gradient), weights.t(), first.Of(rows));
    }
}
