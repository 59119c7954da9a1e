using System.Numerics;
using System.Runtime.Intrinsics;
using SimClr.Core.Numerics;

namespace SimClr.Core.Curation.Maps;

/// <summary>Products with the covariance of vectors, for up to eight directions at once, one a lane.</summary>
/// <remarks>The rows are cut into blocks of one size, and the blocks' sums added in order, so the number of threads changes nothing.</remarks>
internal sealed class CovarianceProduct
{
    private const int RowsOfBlock = 1024;
    private const int RowsAtOnce = 4;

    private readonly UnitVectors _vectors;
    private readonly double[] _mean;

    public CovarianceProduct(UnitVectors vectors)
    {
        _vectors = vectors;
        _mean = Mean(vectors);
    }

    /// <summary>X'X Q, [D, 8], X the vectors without their mean.</summary>
    /// <param name="directions">Q, [D, 8].</param>
    public double[,] Times(double[,] directions)
    {
        Vector256<float>[] lanes = ToLanes(directions);
        Vector256<float> offset = Offset(directions);
        Vector256<float>[][] sums = new Vector256<float>[Blocks(_vectors.Count)][];
        WorkUnits.Run(sums.Length, block =>
        {
            sums[block] = new Vector256<float>[lanes.Length];
            foreach (int first in FirstRows(block))
                AddUp(first, lanes, offset, sums[block]);
        });
        double[,] result = new double[lanes.Length, Vector256<float>.Count];
        foreach (Vector256<float>[] sum in sums)
            for (int row = 0; row < sum.Length; row++)
                for (int lane = 0; lane < Vector256<float>.Count; lane++)
                    result[row, lane] += sum[row][lane];
        return result;
    }

    /// <summary>The vectors without their mean on two directions, [n].</summary>
    /// <param name="directions">[D, 2].</param>
    public Vector2[] Project(double[,] directions)
    {
        Vector256<float>[] lanes = ToLanes(directions);
        Vector256<float> offset = Offset(directions);
        Vector2[] places = new Vector2[_vectors.Count];
        WorkUnits.Run(Blocks(_vectors.Count), block =>
        {
            foreach (int first in FirstRows(block))
            {
                (Vector256<float> A, Vector256<float> B, Vector256<float> C, Vector256<float> D) four = Products(first, lanes, offset);
                ReadOnlySpan<Vector256<float>> products = [four.A, four.B, four.C, four.D];
                for (int row = first; row < Math.Min(first + RowsAtOnce, places.Length); row++)
                    places[row] = new Vector2(products[row - first][0], products[row - first][1]);
            }
        });
        return places;
    }

    private static double[] Mean(UnitVectors vectors)
    {
        double[][] sums = new double[Blocks(vectors.Count)][];
        WorkUnits.Run(sums.Length, block =>
        {
            double[] sum = sums[block] = new double[vectors.Dimension];
            for (int row = block * RowsOfBlock; row < Math.Min(vectors.Count, (block + 1) * RowsOfBlock); row++)
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += vectors.Row(row)[i];
        });
        double[] mean = new double[vectors.Dimension];
        foreach (double[] sum in sums)
            for (int i = 0; i < mean.Length; i++)
                mean[i] += sum[i] / vectors.Count;
        return mean;
    }

    private static int Blocks(int count) => (count + RowsOfBlock - 1) / RowsOfBlock;

    private static Vector256<float>[] ToLanes(double[,] directions)
    {
        Vector256<float>[] lanes = new Vector256<float>[directions.GetLength(0)];
        for (int row = 0; row < lanes.Length; row++)
            for (int lane = 0; lane < directions.GetLength(1); lane++)
                lanes[row] = lanes[row].WithElement(lane, (float)directions[row, lane]);
        return lanes;
    }

    private IEnumerable<int> FirstRows(int block)
    {
        for (int first = block * RowsOfBlock; first < Math.Min(_vectors.Count, (block + 1) * RowsOfBlock); first += RowsAtOnce)
            yield return first;
    }

    // The mean's own product.
    private Vector256<float> Offset(double[,] directions)
    {
        Vector256<float> offset = default;
        for (int lane = 0; lane < directions.GetLength(1); lane++)
        {
            double sum = 0;
            for (int row = 0; row < _mean.Length; row++)
                sum += _mean[row] * directions[row, lane];
            offset = offset.WithElement(lane, (float)sum);
        }

        return offset;
    }

    private void AddUp(int first, Vector256<float>[] lanes, Vector256<float> offset, Vector256<float>[] sum)
    {
        (Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) = Products(first, lanes, offset);
        ReadOnlySpan<float> rowA = Row(first), rowB = Row(first + 1), rowC = Row(first + 2), rowD = Row(first + 3);
        for (int i = 0; i < sum.Length; i++)
            sum[i] += rowA[i] * a + rowB[i] * b + (rowC[i] * c + rowD[i] * d);
    }

    // Of four rows; those beyond the last have products 0.
    private (Vector256<float> A, Vector256<float> B, Vector256<float> C, Vector256<float> D) Products(
        int first, Vector256<float>[] lanes, Vector256<float> offset)
    {
        Vector256<float> a = default, b = default, c = default, d = default;
        ReadOnlySpan<float> rowA = Row(first), rowB = Row(first + 1), rowC = Row(first + 2), rowD = Row(first + 3);
        for (int i = 0; i < lanes.Length; i++)
        {
            a += rowA[i] * lanes[i];
            b += rowB[i] * lanes[i];
            c += rowC[i] * lanes[i];
            d += rowD[i] * lanes[i];
        }

        int left = _vectors.Count - first;
        return (a - offset, left > 1 ? b - offset : default, left > 2 ? c - offset : default, left > 3 ? d - offset : default);
    }

    private ReadOnlySpan<float> Row(int row) => _vectors.Row(Math.Min(row, _vectors.Count - 1));
}
