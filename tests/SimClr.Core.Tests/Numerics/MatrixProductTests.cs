using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 4)]
    [InlineData(130, 70, 33)]
    [InlineData(80, 300, 6)]
    [InlineData(160, 304, 8)]
    public void TimesTransposed_AnyShape_IsTheProduct(int rows, int columns, int inner)
    {
        (Tensor left, Tensor right) = Pair(rows, inner, columns, inner);

        using Tensor product = MatrixProduct.TimesTransposed(left, right);

        Tensor exact = left.to(float64);
        RoundingError.Largest(product, exact.mm(right.to(float64).t()), exact.abs().mm(right.to(float64).t().abs()))
            .Should().BeLessThanOrEqualTo(RoundingBounds.Worst(inner, ScalarType.Float32));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 4)]
    [InlineData(130, 70, 33)]
    [InlineData(80, 300, 6)]
    [InlineData(160, 304, 8)]
    public void AddTimes_AnyShape_AddsTheProduct(int rows, int columns, int inner)
    {
        (Tensor left, Tensor right) = Pair(rows, inner, inner, columns);
        using Tensor sum = ones(rows, columns);

        MatrixProduct.AddTimes(sum, left, right);

        Tensor exact = left.to(float64);
        RoundingError.Largest(sum, exact.mm(right.to(float64)).add(1), exact.abs().mm(right.to(float64).abs()).add(1))
            .Should().BeLessThanOrEqualTo(RoundingBounds.Worst(inner + 1, ScalarType.Float32));
    }

    private static (Tensor Left, Tensor Right) Pair(int rows1, int columns1, int rows2, int columns2)
        => (Filled(rows1, columns1, 0.7), Filled(rows2, columns2, 1.3));

    private static Tensor Filled(int rows, int columns, double step)
        => arange(rows * columns, dtype: float64).mul(step).add(0.3).sin().reshape(rows, columns).to(float32);
}
