using SimClr.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

public sealed class ScalarsTests
{
    [Fact]
    public void Of_WhileTheCollectorRuns_GivesOperatorsTheirNumber()
    {
        using CancellationTokenSource done = new();
        Thread collector = new(() =>
        {
            while (!done.IsCancellationRequested)
                GC.Collect(0);
        });
        collector.Start();
        try
        {
            using Tensor values = ones(4);
            for (int i = 0; i < 20_000; i++)
            {
                using Tensor product = values * Scalars.Of(i + 0.5);
                using Tensor sum = product.add(values, Scalars.One);
                sum.data<float>()[3].Should().Be(i + 1.5f);
            }
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }
    }

    [Fact]
    public void Of_ManyNumbers_FreesTheOldOnes()
    {
        Scalar first = Scalars.Of(0.5);
        first.Type.Should().Be(ScalarType.Float64);

        for (int i = 0; i < 100; i++)
            Scalars.Of(i);

        first.Invoking(number => number.Type).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Of_EachKind_KeepsTheTypeOfTheTensor()
    {
        using Tensor whole = ones(2, ScalarType.Int64);
        using Tensor product = whole * Scalars.Of(3);
        using Tensor half = whole * Scalars.Of(0.5);
        using Tensor filled = zeros(2, ScalarType.Bool).fill_(Scalars.Of(true));

        product.dtype.Should().Be(ScalarType.Int64);
        product.data<long>().Should().Equal(3, 3);
        half.dtype.Should().Be(ScalarType.Float32);
        filled.data<bool>().Should().Equal(true, true);
    }
}
