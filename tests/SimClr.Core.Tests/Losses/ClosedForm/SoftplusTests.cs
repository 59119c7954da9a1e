using SimClr.Core.Losses.ClosedForm;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses.ClosedForm;

public sealed class SoftplusTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(-30)]
    [InlineData(19.5)]
    [InlineData(45)]
    [InlineData(-745)]
    [InlineData(1e300)]
    public void Of_AnyNumber_IsTheLogarithm(double x)
    {
        // The sum of a part that is exact and one of at most log 2, both of two rounded functions.
        double expected = Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));

        using Tensor values = tensor([x]);
        using Tensor result = Softplus.Of(values);

        result.item<double>().Should().BeApproximately(expected, 4 * Math.BitIncrement(Math.Max(expected, 0.5)) * Math.ScaleB(1, -53));
        values.item<double>().Should().Be(x, "the input is borrowed");
    }

    [Fact]
    public void Of_Infinities_AreTheLimits()
    {
        using Tensor values = tensor([double.NegativeInfinity, double.PositiveInfinity, double.NaN]);
        using Tensor result = Softplus.Of(values);

        result.data<double>().Should().Equal(0, double.PositiveInfinity, double.NaN);
    }
}
