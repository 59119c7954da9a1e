namespace SimClr.Core.Curation.Maps;

/// <summary>Eigenvectors of a small symmetric matrix, by Jacobi's rotations: arithmetic and square roots alone.</summary>
internal static class SymmetricEigen
{
    private const int Sweeps = 30;

    /// <summary>Eigenvectors as columns, [n, n], that of the greatest eigenvalue first.</summary>
    /// <param name="matrix">[n, n]; becomes diagonal.</param>
    public static double[,] Vectors(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[,] vectors = new double[size, size];
        for (int i = 0; i < size; i++)
            vectors[i, i] = 1;
        for (int sweep = 0; sweep < Sweeps; sweep++)
            for (int row = 0; row < size; row++)
                for (int column = row + 1; column < size; column++)
                    Rotate(matrix, vectors, row, column);
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => matrix[i, i])];
        double[,] sorted = new double[size, size];
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                sorted[i, j] = vectors[i, order[j]];
        return sorted;
    }

    // Golub and Van Loan, Matrix computations, section 8.5.
    private static void Rotate(double[,] matrix, double[,] vectors, int p, int q)
    {
        if (matrix[p, q] == 0)
            return;
        double ratio = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        double tangent = double.IsInfinity(ratio * ratio) ? 0 : (ratio >= 0 ? 1 : -1) / (Math.Abs(ratio) + Math.Sqrt(1 + ratio * ratio));
        double cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        double sine = tangent * cosine;
        int size = matrix.GetLength(0);
        for (int i = 0; i < size; i++)
        {
            (matrix[i, p], matrix[i, q]) = Turned(matrix[i, p], matrix[i, q], cosine, sine);
            (vectors[i, p], vectors[i, q]) = Turned(vectors[i, p], vectors[i, q], cosine, sine);
        }

        for (int i = 0; i < size; i++)
            (matrix[p, i], matrix[q, i]) = Turned(matrix[p, i], matrix[q, i], cosine, sine);
        (matrix[p, q], matrix[q, p]) = (0, 0);
    }

    private static (double P, double Q) Turned(double p, double q, double cosine, double sine) => (cosine * p - sine * q, sine * p + cosine * q);
}
