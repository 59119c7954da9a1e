using System.Runtime.Intrinsics;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Randomness;

namespace SimClr.Core.Curation;

/// <summary>
/// Vectors without their mean, in the directions in which they differ most: what all of them share, and what differs at random, hides the
/// groups that they form.
/// </summary>
/// <remarks>
/// Subspace iteration, see <see cref="PrincipalPlane"/>. Cosines within the subspace do not depend on its basis, so the single components
/// are not needed.
/// </remarks>
internal static class PrincipalSubspace
{
    // Chosen on the training images of CIFAR-10 with five seeds, see docs/curation.md: 25 are too few, 100 no better.
    private const int Directions = 48;

    private const int Steps = 8;

    private static readonly int Lanes = Vector256<float>.Count;

    /// <summary>The vectors' places, each scaled to length 1 again, [n, 48]; [n, D] if D is no larger.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="seed">Of the first directions.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public static UnitVectors Of(UnitVectors vectors, long seed, CancellationToken cancellationToken)
    {
        CovarianceProduct covariance = new(vectors);
        double[,] basis = vectors.Dimension <= Directions ? Axes(vectors.Dimension) : Start(vectors.Dimension, seed);
        for (int step = 0; step < Steps && vectors.Dimension > Directions; step++)
        {
            double[,] next = new double[vectors.Dimension, Directions];
            for (int first = 0; first < Directions; first += Lanes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Put(covariance.Times(Columns(basis, first)), next, first);
            }

            basis = next;
            OrthonormalColumns.Make(basis);
        }

        int dimension = basis.GetLength(1);
        float[] places = new float[vectors.Count * dimension];
        for (int first = 0; first < dimension; first += Lanes)
        {
            int start = first, count = Math.Min(Lanes, dimension - first);
            covariance.Project(Columns(basis, first), (row, products) =>
            {
                for (int lane = 0; lane < count; lane++)
                    places[row * dimension + start + lane] = products[lane];
            });
        }

        return UnitVectors.Of(places, dimension);
    }

    private static double[,] Axes(int dimension)
    {
        double[,] axes = new double[dimension, dimension];
        for (int i = 0; i < dimension; i++)
            axes[i, i] = 1;
        return axes;
    }

    private static double[,] Start(int dimension, long seed)
    {
        RandomStream random = new(seed, RandomPurpose.Initialization);
        double[,] basis = new double[dimension, Directions];
        for (int row = 0; row < dimension; row++)
            for (int column = 0; column < Directions; column++)
                basis[row, column] = random.Uniform(-1, 1);
        OrthonormalColumns.Make(basis);
        return basis;
    }

    private static double[,] Columns(double[,] matrix, int first)
    {
        double[,] columns = new double[matrix.GetLength(0), Math.Min(Lanes, matrix.GetLength(1) - first)];
        for (int row = 0; row < columns.GetLength(0); row++)
            for (int column = 0; column < columns.GetLength(1); column++)
                columns[row, column] = matrix[row, first + column];
        return columns;
    }

    private static void Put(double[,] columns, double[,] matrix, int first)
    {
        for (int row = 0; row < columns.GetLength(0); row++)
            for (int column = 0; column < columns.GetLength(1); column++)
                matrix[row, first + column] = columns[row, column];
    }
}
