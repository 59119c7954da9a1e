using CsCheck;
using SimClr.Core.Loading;

namespace SimClr.Core.Tests.Loading;

public sealed class EpochSamplerTests
{
    [Fact]
    public void Permutation_AnyCountSeedEpoch_EachImageOnce()
        => Gen.Select(Gen.Int[0, 300], Gen.Long, Gen.Int[0, 100_000]).Sample(
            (count, seed, epoch) => new EpochSampler(count, 8, seed).Permutation(epoch).Order().SequenceEqual(Enumerable.Range(0, count)));

    [Fact]
    public void Batches_AnyCountAndSize_CutsThePermutation()
        => Gen.Select(Gen.Int[0, 300], Gen.Int[1, 70], Gen.Bool).Sample((count, size, dropLast) =>
        {
            EpochSampler sampler = new(count, size, 5, dropLast);
            int[][] batches = [.. sampler.Batches(2)];
            int used = dropLast ? count - count % size : count;
            return batches.Length == sampler.BatchesPerEpoch
                && batches.SkipLast(1).All(batch => batch.Length == size)
                && batches.SelectMany(batch => batch).SequenceEqual(sampler.Permutation(2).Take(used));
        });

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    public void BatchesPerEpoch_PartialBatch_DroppedOrKept(bool dropLast, int expected)
        => new EpochSampler(10, 3, 0, dropLast).BatchesPerEpoch.Should().Be(expected);

    [Fact]
    public void BatchesPerEpoch_WholeBatches_AllEitherWay()
        => new[] { true, false }.Select(dropLast => new EpochSampler(9, 3, 0, dropLast).BatchesPerEpoch).Should().Equal(3, 3);

    [Fact]
    public void BatchesPerEpoch_GreatestCountAndSize_NoOverflow()
        => new EpochSampler(int.MaxValue, int.MaxValue, 0, dropLast: false).BatchesPerEpoch.Should().Be(1);

    [Fact]
    public void Permutation_SameArguments_SameOrder()
        => new EpochSampler(100, 10, 7).Permutation(3).Should().Equal(new EpochSampler(100, 25, 7, false).Permutation(3));

    [Fact]
    public void Permutation_OtherEpochOrSeed_OtherOrder()
    {
        int[][] orders =
        [
            .. from seed in new long[] { 0, 1, -1, 1L << 32 }
               from epoch in new[] { 0, 1, 2 }
               select new EpochSampler(50, 10, seed).Permutation(epoch),
        ];

        orders.Select(order => string.Join(' ', order)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Requests_Epoch_AreItsBatchesWithItsNumber()
    {
        EpochSampler sampler = new(10, 4, 3);

        BatchRequest[] requests = [.. sampler.Requests(5)];

        requests.Select(request => request.Epoch).Should().Equal(5, 5);
        requests.SelectMany(request => request.Indices).Should().Equal(sampler.Permutation(5).Take(8));
    }

    [Fact]
    public void Permutation_ManyEpochs_EveryImageInEveryPlaceAlike()
    {
        const int Images = 5, Epochs = 20_000;
        int[,] counts = new int[Images, Images];
        EpochSampler sampler = new(Images, 1, 11);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            int[] order = sampler.Permutation(epoch);
            for (int place = 0; place < Images; place++)
                counts[place, order[place]]++;
        }

        // Expected 4000 each with a standard deviation of 57.
        counts.Cast<int>().Should().OnlyContain(count => Math.Abs(count - Epochs / Images) < 260);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    public void Constructor_OutOfRange_Refused(int count, int batchSize)
        => FluentActions.Invoking(() => new EpochSampler(count, batchSize)).Should().Throw<ArgumentOutOfRangeException>();
}
