using SimClr.Core.Mpi.Exchanges;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Tests;

public sealed unsafe class RankSumTests
{
    // All patterns of 16 bits, in an order in which neighbors have nothing in common: every rounding, infinities and NaNs.
    [Theory]
    [InlineData(1, 65536)]
    [InlineData(2, 65536)]
    [InlineData(3, 65535)]
    [InlineData(4, 1)]
    [InlineData(5, 37)]
    public void AddToFirst_BFloat16_IsTheFloatSumRoundedOnce(int ranks, int count)
    {
        ushort[] parts = [.. Enumerable.Range(0, ranks * count).Select(index => (ushort)(index * 40503 + index / count * 77))];
        ushort[] expected = [.. Enumerable.Range(0, count).Select(index => Rounded(Enumerable.Range(0, ranks)
            .Select(rank => BitConverter.UInt32BitsToSingle((uint)parts[rank * count + index] << 16)).Aggregate((sum, value) => sum + value)))];

        fixed (ushort* start = parts)
            RankSum.AddToFirst(ScalarType.BFloat16, (nint)start, count, ranks);

        parts[..count].Select(Canonical).Should().Equal(expected.Select(Canonical));
    }

    [Fact]
    public void AddToFirst_Float32_IsInTheOrderOfRanks()
    {
        float[] parts = [1e8f, 1, -1e8f, 5, 1, 2];

        fixed (float* start = parts)
            RankSum.AddToFirst(ScalarType.Float32, (nint)start, 1, 6);

        parts[0].Should().Be(8, "1e8 + 1 is 1e8, of which nothing is left; another order gives 9");
    }

    [Fact]
    public void AddToFirst_Int64_KeepsAllDigitsAndWraps()
    {
        long[] parts = [long.MaxValue, (1L << 53) + 1, 1, 1];

        fixed (long* start = parts)
            RankSum.AddToFirst(ScalarType.Int64, (nint)start, 2, 2);

        parts[..2].Should().Equal(long.MinValue, (1L << 53) + 2);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Bool)]
    public void Supports_OtherTypes_IsFalse(ScalarType type) => RankSum.Supports(type).Should().BeFalse();

    // To the nearer neighbor, by the distances in double; a tie to the even one.
    private static ushort Rounded(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        ushort down = (ushort)(bits >> 16);
        if (!float.IsFinite(value))
            return float.IsNaN(value) ? (ushort)0x7FC0 : down;
        float low = MathF.Abs(BitConverter.UInt32BitsToSingle((uint)down << 16));
        double step = (double)MathF.BitIncrement(low) - low;
        double fraction = ((double)MathF.Abs(value) - low) / (step * 65536);
        return fraction > 0.5 || (fraction == 0.5 && (down & 1) == 1) ? (ushort)(down + 1) : down;
    }

    private static ushort Canonical(ushort value) => (value & 0x7F80) == 0x7F80 && (value & 0x7F) != 0 ? (ushort)0x7FC0 : value;
}
