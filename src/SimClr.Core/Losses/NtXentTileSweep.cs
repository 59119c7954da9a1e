using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>
/// NT-Xent over square tiles of the similarity matrix. The matrix is symmetric, so the tiles on and above the diagonal serve both sides: a
/// first pass over them sums the exponentials of every row, a second one computes the gradient. That is the work of two matrix products
/// instead of three.
/// </summary>
/// <remarks>
/// With e(i, j) = exp(u_i.u_j / t), the sum n_i of e over the negatives of i, and r_i = 1 / (n_i + e(i, partner)): the term of i is
/// log(1 + n_i / e(i, partner)), and the gradient by u_i is the sum over the negatives j of e(i, j) (r_i + r_j) u_j, less (n_i r_i + n_j
/// r_j) u_j for the partner j, all divided by 2N t. Keeping the partner out of the sums keeps the digits of small losses.
/// </remarks>
internal sealed class NtXentTileSweep(double temperature, long tileRows = NtXentTileSweep.MeasuredTileRows) : IUnitRowLoss
{
    /// <summary>
    /// Rows and columns of a tile, measured with the benchmark "loss --tile-rows". On an idle machine 512 and 1024 take the same time;
    /// where other work competes for the processors, every operation waits for the slowest thread, and fewer, larger operations are twice
    /// as fast.
    /// </summary>
    private const long MeasuredTileRows = 1024;

    /// <summary>
    /// Whether all exponentials, from exp(-1/t) to exp(1/t), their sums and the reciprocals are ordinary numbers of the type. Then no
    /// maximum need be subtracted: it would not make them more exact, and e(i, j) would no longer be symmetric.
    /// </summary>
    public static bool Covers(double temperature, ScalarType type) => 1 / temperature <= (type == ScalarType.Float64 ? 600 : 60);

    /// <inheritdoc/>
    public Tensor Run(Tensor rows, Tensor? gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        long pairs = rows.shape[0] / 2;
        Tensor positives = (rows.narrow(0, 0, pairs) * rows.narrow(0, pairs, pairs)).sum(1).div_(temperature).repeat(2);    // [2N]
        Tensor negatives = zeros_like(positives);                                                   // [2N]
        ForEachTile(rows, (first, second, tile) => AddSums(negatives, first, second, tile));
        if (gradient is not null)
        {
            Tensor reciprocals = (negatives + positives.exp()).reciprocal_();                       // [2N]
            ForEachTile(rows, (first, second, tile) => AddGradients(gradient, rows, reciprocals, first, second, tile));
            SubtractPartners(gradient, rows, negatives * reciprocals);
            gradient.div_(rows.shape[0] * temperature);
        }
        Tensor terms = nn.functional.softplus(negatives.log() - positives, threshold: 40);          // [2N]
        return RowTerms.Mean(terms).MoveToOuterDisposeScope();
    }

    /// <summary>Visits the tiles on and above the diagonal with their e(i, j), which are 0 where j is i or its partner.</summary>
    private void ForEachTile(Tensor rows, Action<RowRange, RowRange, Tensor> visit)
    {
        IReadOnlyList<RowRange> ranges = RowRange.Partition(rows.shape[0] / 2, tileRows);
        for (int i = 0; i < ranges.Count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor anchors = ranges[i].Of(rows) / temperature;                                      // [B, D]
            for (int j = i; j < ranges.Count; j++)
            {
                using DisposeScope tileScope = NewDisposeScope();
                Tensor logits = MatrixProduct.TimesTransposed(anchors, ranges[j].Of(rows));         // [B, C]
                if (j == i || j == i + ranges.Count / 2)
                    logits.diagonal().fill_(double.NegativeInfinity);
                visit(ranges[i], ranges[j], logits.exp_());
            }
        }
    }

    private static void AddSums(Tensor sums, RowRange first, RowRange second, Tensor tile)
    {
        first.Of(sums).add_(tile.sum([1L]));
        if (first != second)
            second.Of(sums).add_(tile.sum([0L]));
    }

    private static void AddGradients(Tensor gradient, Tensor rows, Tensor reciprocals, RowRange first, RowRange second, Tensor tile)
    {
        Tensor weights = tile.mul_(first.Of(reciprocals).unsqueeze(1) + second.Of(reciprocals));    // [B, C]
        MatrixProduct.AddTimes(first.Of(gradient), weights, second.Of(rows));
        if (first != second)
            MatrixProduct.AddTimes(second.Of(gradient), weights.t(), first.Of(rows));
    }

    /// <summary>
    /// The partners' share of the gradient; <paramref name="misses"/> [2N] are the probabilities of not picking the partner.
    /// </summary>
    private static void SubtractPartners(Tensor gradient, Tensor rows, Tensor misses)
    {
        long pairs = rows.shape[0] / 2;
        Tensor both = (misses.narrow(0, 0, pairs) + misses.narrow(0, pairs, pairs)).unsqueeze(1);   // [N, 1]
        gradient.narrow(0, 0, pairs).addcmul_(both, rows.narrow(0, pairs, pairs), -1);
        gradient.narrow(0, pairs, pairs).addcmul_(both, rows.narrow(0, 0, pairs), -1);
    }
}
