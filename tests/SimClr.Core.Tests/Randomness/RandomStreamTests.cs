using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Randomness;

public sealed class RandomStreamTests
{
    // Known answers of the Random123 distribution (file kat_vectors, philox 4x32, 10 rounds).
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void Block_KnownAnswers_AreGiven(uint c0, uint c1, uint c2, uint c3, uint key0, uint key1, uint[] expected)
    {
        uint[] actual = new uint[4];
        Philox4x32.Block(c0, c1, c2, c3, key0, key1, actual);
        actual.Should().Equal(expected);
    }

    [Fact]
    public void Reset_SameArguments_GivesTheSameStreamAgain()
    {
        RandomStream stream = new(7, 1, 2, 3);
        double[] first = [.. Enumerable.Range(0, 101).Select(_ => stream.NextGaussian())];
        stream.Reset(7, 1, 2, 3);
        Enumerable.Range(0, 101).Select(_ => stream.NextGaussian()).Should().Equal(first);
    }

    [Fact]
    public void Constructor_AnyOtherArgument_GivesAnotherStream()
    {
        RandomStream[] streams =
        [
            new(1), new(2), new(1L << 32), new(1, 1), new(1, 0, 1), new(1, 0, 0, 1), new(-1),
            new(1, RandomPurpose.Shuffle), new(1, RandomPurpose.Initialization), new(1, RandomPurpose.Synthetic), new(
                1, RandomPurpose.Split),
        ];
        streams.Select(stream => (stream.NextUInt32(), stream.NextUInt32())).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void NextInt32_SmallRange_IsUniform()
    {
        RandomStream stream = new(3);
        int[] counts = new int[6];
        for (int draw = 0; draw < 60_000; draw++)
            counts[stream.NextInt32(6)]++;
        counts.Should().OnlyContain(count => Math.Abs(count - 10_000) < 400);
    }

    [Fact]
    public void NextGaussian_ManyDraws_HasMeanZeroVarianceOneAndNormalTails()
    {
        RandomStream stream = new(4);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => stream.NextGaussian())];
        draws.Average().Should().BeApproximately(0, 0.01);
        draws.Average(value => value * value).Should().BeApproximately(1, 0.02);
        draws.Average(value => Math.Abs(value) > 1.959964 ? 1.0 : 0).Should().BeApproximately(0.05, 0.003);
    }

    [Fact]
    public void NextSingleAndNextDouble_ManyDraws_StayInTheHalfOpenUnitInterval()
    {
        RandomStream stream = new(5);
        double sum = 0;
        for (int draw = 0; draw < 100_000; draw++)
        {
            float single = stream.NextSingle();
            double value = stream.NextDouble();
            single.Should().BeInRange(0, MathF.BitDecrement(1));
            value.Should().BeInRange(0, Math.BitDecrement(1));
            sum += value;
        }

        (sum / 100_000).Should().BeApproximately(0.5, 0.005);
    }

    [Fact]
    public void Shuffle_FourItems_GivesAll24OrdersEquallyOften()
    {
        RandomStream stream = new(6);
        Dictionary<string, int> counts = [];
        for (int draw = 0; draw < 24_000; draw++)
        {
            int[] items = [0, 1, 2, 3];
            stream.Shuffle<int>(items);
            string order = string.Concat(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        counts.Should().HaveCount(24);
        counts.Values.Should().OnlyContain(count => Math.Abs(count - 1000) < 150);
    }

    [Fact]
    public void Constructor_NegativeOrTooLarge_Throws()
    {
        Action negative = () => _ = new RandomStream(0, -1);
        Action tooLarge = () => _ = new RandomStream(0, view: 1 << 24);
        negative.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("epoch");
        tooLarge.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("view");
    }
}
