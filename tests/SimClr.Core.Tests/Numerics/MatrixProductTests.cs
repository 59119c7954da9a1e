using SimClr.Core.Numerics;
using SimClr.Core.Tests.Losses;
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

        Embeddings.RelativeError(product.Flat(), left.to(float64).mm(right.to(float64).t()).Flat()).Should().BeLessThan(1e-6);
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

        Embeddings.RelativeError(sum.Flat(), left.to(float64).mm(right.to(float64)).add(1).Flat()).Should().BeLessThan(1e-6);
    }

    private static (Tensor Left, Tensor Right) Pair(int rows1, int columns1, int rows2, int columns2)
        => (Filled(rows1, columns1, 0.7), Filled(rows2, columns2, 1.3));

    private static Tensor Filled(int rows, int columns, double step)
        => arange(rows * columns, dtype: float64).mul(step).add(0.3).sin().reshape(rows, columns).to(float32);
}
