using SimClr.Core.Optimization;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Optimization;

public sealed class OrthogonalizationTests
{
    /// <summary>The steepest slope of an iteration's polynomial: what it makes of an earlier rounding at most.</summary>
    internal const double Slope = Coefficient1;

    private const double Coefficient1 = 3.4445;
    private const double Coefficient3 = -4.775;
    private const double Coefficient5 = 2.0315;

    [Theory]
    [InlineData(3, 5, 1)]
    [InlineData(3, 5, 3)]
    [InlineData(5, 3, 5)]
    [InlineData(4, 4, 5)]
    [InlineData(1, 7, 4)]
    [InlineData(7, 1, 4)]
    public void Approximate_EqualsTheLoopOverElements(int rows, int columns, int iterations)
    {
        double[,] matrix = new double[rows, columns];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                matrix[row, column] = Math.Cos(3 * row + column * column);
        using Tensor input = tensor(matrix);

        using Tensor result = Orthogonalization.Approximate(input, iterations);

        double rounding = Math.Pow(Slope, iterations) * RoundingBounds.Worst(20L * rows * columns * iterations, float64);
        EmbeddingTensors.RelativeError(result.Flat(), [.. Naive(matrix, iterations).Cast<double>()]).Should().BeLessThan(rounding);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Approximate_OfADiagonal_AppliesThePolynomialToEachValue(int iterations)
    {
        double[] diagonal = [5, 1, 0.25, 0];
        double length = Math.Sqrt(diagonal.Sum(value => value * value));
        double[] expected = [.. diagonal.Select(value => Enumerable.Range(0, iterations).Aggregate(value / length, (s, _) => Polynomial(s)))];

        using Tensor result = Orthogonalization.Approximate(diag(tensor(diagonal)), iterations);

        using Tensor expectedMatrix = diag(tensor(expected));
        EmbeddingTensors.RelativeError(result.Flat(), expectedMatrix.Flat())
            .Should().BeLessThan(Math.Pow(Slope, iterations) * RoundingBounds.Worst(20 * iterations, float64));
    }

    [Fact]
    public void Approximate_FiveTimes_BringsAllSingularValuesNearOne()
    {
        using Generator generator = new(3, CPU);
        using Tensor matrix = randn([16, 24], float64, generator: generator);

        using Tensor singular = linalg.svdvals(Orthogonalization.Approximate(matrix, 5));

        // The interval that Jordan et al. state for their coefficients, a little wider.
        singular.Flat().Should().OnlyContain(value => value > 0.65 && value < 1.25);
    }

    [Fact]
    public void Approximate_OfTheTransposed_IsTheTransposed()
    {
        using Generator generator = new(4, CPU);
        using Tensor matrix = randn([6, 9], float64, generator: generator);

        using Tensor one = Orthogonalization.Approximate(matrix, 3);
        using Tensor other = Orthogonalization.Approximate(matrix.t(), 3).t();

        EmbeddingTensors.RelativeError(other.Flat(), one.Flat()).Should().BeLessThan(Math.Pow(Slope, 3) * RoundingBounds.Worst(1000, float64));
    }

    private static double Polynomial(double s) => Coefficient1 * s + Coefficient3 * Math.Pow(s, 3) + Coefficient5 * Math.Pow(s, 5);

    // X to a X + b (X X') X + c (X X') (X X') X, as it is written.
    private static double[,] Naive(double[,] matrix, int iterations)
    {
        double length = Math.Sqrt(matrix.Cast<double>().Sum(value => value * value));
        double[,] x = Map(matrix, (value, _, _) => value / length);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            double[,] square = Product(x, Transposed(x));
            double[,] third = Product(square, x);
            double[,] fifth = Product(square, third);
            x = Map(x, (value, row, column) => Coefficient1 * value + Coefficient3 * third[row, column] + Coefficient5 * fifth[row, column]);
        }

        return x;
    }

    private static double[,] Product(double[,] left, double[,] right) => Map(
        new double[left.GetLength(0), right.GetLength(1)],
        (_, row, column) => Enumerable.Range(0, left.GetLength(1)).Sum(inner => left[row, inner] * right[inner, column]));

    private static double[,] Transposed(double[,] matrix)
        => Map(new double[matrix.GetLength(1), matrix.GetLength(0)], (_, row, column) => matrix[column, row]);

    private static double[,] Map(double[,] matrix, Func<double, int, int, double> function)
    {
        double[,] result = new double[matrix.GetLength(0), matrix.GetLength(1)];
        for (int row = 0; row < result.GetLength(0); row++)
            for (int column = 0; column < result.GetLength(1); column++)
                result[row, column] = function(matrix[row, column], row, column);
        return result;
    }
}
