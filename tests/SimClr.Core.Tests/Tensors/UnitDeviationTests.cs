using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Tensors;

public sealed class UnitDeviationTests
{
    [Fact]
    public void Of_RowsAllTheSame_IsZero()
    {
        using Tensor rows = tensor(new float[] { 0.6f, 0.8f, 0.6f, 0.8f }).reshape(2, 2);

        UnitDeviation.Of(rows).item<float>().Should().Be(0);
    }

    [Fact]
    public void Of_OppositeRows_IsOne()
    {
        using Tensor rows = cat([eye(5), eye(5).neg()]);

        UnitDeviation.Of(rows).item<float>().Should().BeApproximately(1, 1e-6f);
    }

    [Fact]
    public void Of_MoreRowsThanABlock_IsThatOfANaiveLoop()
    {
        const int rows = 20_000;
        const int dimension = 3;
        float[] values = [.. Enumerable.Range(0, rows).SelectMany(row => Unit(row))];
        double[] mean = [.. Enumerable.Range(0, dimension).Select(at => Enumerable.Range(0, rows).Average(row => (double)values[row * dimension + at]))];
        double expected = Math.Sqrt(Enumerable.Range(0, values.Length).Sum(at => Math.Pow(values[at] - mean[at % dimension], 2)) / rows);
        using Tensor unit = tensor(values).reshape(rows, dimension);

        UnitDeviation.Of(unit).item<float>().Should().BeApproximately((float)expected, 1e-6f);
    }

    private static float[] Unit(int number)
    {
        double angle = 0.001 * number;
        return [(float)(Math.Cos(angle) * 0.6), (float)(Math.Sin(angle) * 0.6), 0.8f];
    }
}
