using System.Numerics;
using SimClr.Core.Randomness;

namespace SimClr.Core.Curation.Maps;

/// <summary>The projection of vectors on their first two principal components.</summary>
/// <remarks>
/// Eight directions at once go through the covariance a few times (subspace iteration), of which the best two are taken: Halko, Martinsson
/// and Tropp 2011, <i>Finding structure with randomness</i>, algorithm 4.4. The matrix of covariances itself, [D, D], never exists.
/// </remarks>
internal sealed class PrincipalPlane
{
    private const int Directions = 8;
    private const int Steps = 12;

    private readonly CovarianceProduct _covariance;
    private readonly int _dimension;

    private PrincipalPlane(UnitVectors vectors)
    {
        _covariance = new CovarianceProduct(vectors);
        _dimension = vectors.Dimension;
    }

    /// <summary>Each vector's place, [n]; the mean is 0. Of the two signs of a component, its greatest coefficient is positive.</summary>
    public static Vector2[] Project(UnitVectors vectors, long seed)
    {
        PrincipalPlane plane = new(vectors);
        RandomStream random = new(seed, RandomPurpose.Initialization);
        double[,] basis = new double[vectors.Dimension, Directions];
        for (int row = 0; row < vectors.Dimension; row++)
            for (int column = 0; column < Directions; column++)
                basis[row, column] = random.Uniform(-1, 1);
        OrthonormalColumns.Make(basis);
        for (int step = 0; step < Steps; step++)
        {
            basis = plane._covariance.Times(basis);
            OrthonormalColumns.Make(basis);
        }

        return plane._covariance.Project(plane.BestTwo(basis));
    }

    // Within the subspace the covariance is a small matrix, whose eigenvectors are the principal components.
    private double[,] BestTwo(double[,] basis)
    {
        double[,] product = _covariance.Times(basis);
        double[,] within = new double[Directions, Directions];
        for (int left = 0; left < Directions; left++)
            for (int right = left; right < Directions; right++)
                within[left, right] = within[right, left] = OrthonormalColumns.Dot(basis, left, product, right);
        double[,] vectors = SymmetricEigen.Vectors(within);
        double[,] best = new double[_dimension, 2];
        for (int column = 0; column < 2; column++)
        {
            double greatest = 0;
            for (int row = 0; row < _dimension; row++)
            {
                for (int i = 0; i < Directions; i++)
                    best[row, column] += basis[row, i] * vectors[i, column];
                greatest = Math.Abs(best[row, column]) > Math.Abs(greatest) ? best[row, column] : greatest;
            }

            for (int row = 0; greatest < 0 && row < _dimension; row++)
                best[row, column] = -best[row, column];
        }

        return best;
    }
}
