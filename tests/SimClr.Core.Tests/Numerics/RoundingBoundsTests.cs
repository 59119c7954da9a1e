using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Numerics;

/// <summary>That the bounds hold where rounding is at its worst, and that a fault goes beyond them.</summary>
public sealed class RoundingBoundsTests
{
    private const int Filters = 32;
    private const int Views = 3;
    private const int Pixels = 4;

    public static TheoryData<ScalarType, int, int> Convolutions => new()
    {
        { ScalarType.Float32, 9, 16 },
        { ScalarType.Float32, 9, 512 },
        { ScalarType.BFloat16, 9, 16 },
        { ScalarType.BFloat16, 49, 40 },
        { ScalarType.BFloat16, 9, 512 },
    };

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void UnitRoundoff_OfAType_IsHalfTheDistanceFromOneToTheNext(ScalarType type)
    {
        double unit = RoundingBounds.UnitRoundoff(type);

        Rounded(1 + 2 * unit).Should().Be(1 + 2 * unit);
        Rounded(1 + unit).Should().Be(1, "a tie goes to the even neighbor");

        double Rounded(double value) => tensor(value, float64).to(type).to(float64).item<double>();
    }

    /// <summary>The path that the bound leaves room for: a sum that is rounded after each block of channels at each position.</summary>
    [Theory]
    [MemberData(nameof(Convolutions))]
    public void LikelySum_PartialSumsStoredInTheType_HoldsThem(ScalarType type, int positions, int channels)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor rows, Tensor filters, Tensor expected, Tensor squares) = Product(type, positions * channels);
        Tensor sum = zeros(expected.shape, type);
        foreach ((Tensor left, Tensor right) in rows.split(RoundingBounds.Block, 1).Zip(filters.split(RoundingBounds.Block, 1)))
            sum = (sum.to(float32) + left.to(float32).mm(right.to(float32).t())).to(type);

        double error = RoundingError.LargestOfChannels(sum, expected, squares, 1);

        error.Should().BeInRange(Bound(type, positions, channels) / 100, Bound(type, positions, channels));
    }

    /// <summary>What oneDNN does to shapes that <c>SafeConvolution</c> keeps from it.</summary>
    [Theory]
    [MemberData(nameof(Convolutions))]
    public void LikelySum_FaultOfAConvolution_GoesBeyondIt(ScalarType type, int positions, int channels)
    {
        using DisposeScope scope = NewDisposeScope();
        (_, _, Tensor expected, Tensor squares) = Product(type, positions * channels);
        double bound = 1.5 * Bound(type, positions, channels);

        Tensor leftOut = expected.clone();
        leftOut.narrow(1, Filters - 1, 1).zero_();
        RoundingError.LargestOfChannels(leftOut, expected, squares, 1).Should().BeGreaterThan(bound, "a filter is not computed");
        Tensor exchanged = expected.clone();
        exchanged.narrow(1, 0, 1).copy_(expected.narrow(1, 1, 1));
        RoundingError.LargestOfChannels(exchanged, expected, squares, 1).Should().BeGreaterThan(bound, "a filter is another's");
        foreach (double unwritten in new[] { double.NaN, double.PositiveInfinity, 1e30 })
        {
            Tensor garbage = expected.clone();
            garbage[1, 2] = unwritten;
            RoundingError.LargestOfChannels(garbage, expected, squares, 1).Should().BeGreaterThan(bound, "one value is not written");
        }

        Tensor zero = expected.clone();
        zero.narrow(1, 0, 1).zero_();
        RoundingError.LargestOfChannels(expected, zero, squares * zero.ne(0), 1)
            .Should().BeGreaterThan(bound, "a gradient that is 0 for sure is not written");
    }

    [Fact]
    public void Largest_ErrorWhereTheMagnitudeIsZero_IsBeyondAnyBound()
    {
        using Tensor zero = zeros(3, dtype: float64);
        using Tensor tiny = tensor(new[] { 0, 1e-300, 0 });

        RoundingError.Largest(zero, zero, zero).Should().Be(0);
        RoundingError.Largest(tiny, zero, zero).Should().BeGreaterThan(1e300);
    }

    [Fact]
    public void Worst_MoreRoundingsThanTheTypeBears_HasNoBound()
    {
        RoundingBounds.Worst(100, ScalarType.BFloat16).Should().BeInRange(0.6, 0.7);
        FluentActions.Invoking(() => RoundingBounds.Worst(256, ScalarType.BFloat16)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static double Bound(ScalarType type, int positions, int channels)
        => RoundingBounds.LikelySum(positions * channels, positions * ((channels + RoundingBounds.Block - 1) / RoundingBounds.Block), type);

    private static (Tensor Rows, Tensor Filters, Tensor Expected, Tensor Squares) Product(ScalarType type, int terms)
    {
        using Generator random = new(1);
        Tensor rows = randn([Views * Pixels, terms], generator: random).to(type);
        Tensor filters = randn([Filters, terms], generator: random).to(type);
        (Tensor left, Tensor right) = (rows.to(float64), filters.to(float64).t());
        return (rows, filters, left.mm(right), left.square().mm(right.square()));
    }
}
