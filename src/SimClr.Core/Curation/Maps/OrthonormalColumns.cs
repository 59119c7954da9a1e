namespace SimClr.Core.Curation.Maps;

/// <summary>Gram and Schmidt's method on the columns of a tall matrix.</summary>
internal static class OrthonormalColumns
{
    // What is left of a column that the others span is rounding.
    private const double Negligible = 1e-10;

    /// <summary>Makes columns of length 1, orthogonal to each other; a column that earlier ones span becomes 0.</summary>
    public static void Make(double[,] matrix)
    {
        for (int column = 0; column < matrix.GetLength(1); column++)
        {
            double before = Math.Sqrt(Dot(matrix, column, matrix, column));
            // Twice is enough: the second time takes away what rounding left.
            for (int earlier = 0; earlier < 2 * column; earlier++)
                Subtract(matrix, column, earlier % column, Dot(matrix, column, matrix, earlier % column));
            double length = Math.Sqrt(Dot(matrix, column, matrix, column));
            double scale = length > Negligible * before ? 1 / length : 0;
            for (int row = 0; row < matrix.GetLength(0); row++)
                matrix[row, column] *= scale;
        }
    }

    /// <summary>The product of a column of one matrix with a column of another.</summary>
    public static double Dot(double[,] left, int leftColumn, double[,] right, int rightColumn)
    {
        double sum = 0;
        for (int row = 0; row < left.GetLength(0); row++)
            sum += left[row, leftColumn] * right[row, rightColumn];
        return sum;
    }

    private static void Subtract(double[,] matrix, int from, int column, double times)
    {
        for (int row = 0; row < matrix.GetLength(0); row++)
            matrix[row, from] -= times * matrix[row, column];
    }
}
