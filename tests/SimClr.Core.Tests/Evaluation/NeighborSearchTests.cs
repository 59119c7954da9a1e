using CsCheck;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Evaluation;

public sealed class NeighborSearchTests
{
    [Theory]
    [InlineData(50, 7, 5)]
    [InlineData(300, 64, 300)]
    [InlineData(1, 3, 1)]
    public void Find_AgainstANaiveLoop_GivesTheSameNeighbors(int bankCount, int dimension, int count)
    {
        FeatureSet bank = Features.Random(bankCount, dimension, seed: 1);
        FeatureSet queries = Features.Random(11, dimension, seed: 2);

        Neighbors neighbors = new NeighborSearch(bank).Find(queries, count);

        (neighbors.QueryCount, neighbors.Count).Should().Be((11, count));
        // A product, of rows with half the roundings of as long a norm each.
        double rounding = RoundingBounds.Worst(2 * dimension + 6, ScalarType.Float32);
        for (int query = 0; query < 11; query++)
        {
            double[] all = [.. Enumerable.Range(0, bankCount).Select(i => Features.Cosine(queries.Row(query), bank.Row(i)))];
            double[] nearest = [.. all.OrderDescending().Take(count)];
            neighbors.Indices(query).ToArray().Should().OnlyHaveUniqueItems();
            for (int rank = 0; rank < count; rank++)
            {
                ((double)neighbors.Similarities(query)[rank]).Should().BeApproximately(nearest[rank], rounding);
                all[neighbors.Indices(query)[rank]].Should().BeApproximately(nearest[rank], 2 * rounding);
            }
        }
    }

    [Fact]
    public void Find_MoreQueriesThanABlock_MatchesEachQueryAlone()
    {
        FeatureSet bank = Features.Random(40, 8, seed: 3);
        FeatureSet queries = Features.Random(2100, 8, seed: 4);
        NeighborSearch search = new(bank);

        Neighbors all = search.Find(queries, 3);

        foreach (int query in (int[])[0, 1023, 1024, 2047, 2048, 2099])
            all.Indices(query).ToArray().Should().Equal(search.Find(queries.Subset(query), 3).Indices(0).ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(64, 100)]
    [InlineData(200, 9)]
    public void Find_BlocksOfAnySize_GiveTheSameToTheBit(int bankRows, int queryRows)
    {
        // Four features of one magnitude: the unit vectors and all similarities are exact, and most of them are equal to many others.
        FeatureSet bank = Signs(200, seed: 1);
        FeatureSet queries = Signs(37, seed: 2);
        NeighborSearch blocks = new(bank, null, bankRows, queryRows);

        foreach (int count in (int[])[1, 10, 200])
        {
            Neighbors found = blocks.Find(queries, count);
            for (int query = 0; query < queries.Count; query++)
            {
                double[] all = [.. Enumerable.Range(0, bank.Count).Select(i => Features.Cosine(queries.Row(query), bank.Row(i)))];
                int[] expected = [.. Enumerable.Range(0, bank.Count).OrderByDescending(i => all[i]).Take(count)];
                found.Indices(query).ToArray().Should().Equal(expected);
                found.Similarities(query).ToArray().Should().Equal(expected.Select(i => (float)all[i]));
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(13, 50)]
    [InlineData(299, 7)]
    public void Find_BlocksOfAnySize_FindTheSameNeighborsOfRandomFeatures(int bankRows, int queryRows)
    {
        FeatureSet bank = Features.Random(300, 24, seed: 3);
        FeatureSet queries = Features.Random(40, 24, seed: 4);
        Neighbors whole = new NeighborSearch(bank).Find(queries, 300);

        Neighbors found = new NeighborSearch(bank, null, bankRows, queryRows).Find(queries, 300);

        for (int query = 0; query < queries.Count; query++)
        {
            found.Indices(query).ToArray().Should().Equal(whole.Indices(query).ToArray());
            found.Similarities(query).ToArray().Should().Equal(whole.Similarities(query).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(60, 60)]
    public void FindWithinBank_AllOthersInBlocks_LeavesOutEachImageItself(int bankRows, int queryRows)
    {
        FeatureSet bank = Signs(60, seed: 5);

        Neighbors found = new NeighborSearch(bank, null, bankRows, queryRows).FindWithinBank(59);

        for (int image = 0; image < 60; image++)
        {
            double[] all = [.. Enumerable.Range(0, 60).Select(i => Features.Cosine(bank.Row(image), bank.Row(i)))];
            found.Indices(image).ToArray().Should().Equal(Enumerable.Range(0, 60).Where(i => i != image).OrderByDescending(i => all[i]));
        }
    }

    [Fact]
    public void Find_MoreThanAnArrayHolds_IsRefused()
    {
        FeatureSet bank = Features.Random(50_000, 1, seed: 1);

        new NeighborSearch(bank).Invoking(search => search.Find(bank, 50_000)).Should().Throw<ArgumentException>()
            .WithMessage("50000 neighbors of 50000 queries are 2500000000 numbers*");
    }

    [Fact]
    public void FindWithinBank_EveryImage_LeavesOutItselfButNotItsTwin()
    {
        FeatureSet set = Features.Random(1500, 4, seed: 5);
        FeatureSet twins = set.Subset([.. Enumerable.Range(0, 3000).Select(i => i / 2)]);

        Neighbors neighbors = new NeighborSearch(twins).FindWithinBank(4);

        for (int i = 0; i < twins.Count; i++)
        {
            neighbors.Indices(i).ToArray().Should().NotContain(i);
            neighbors.Indices(i)[0].Should().Be(i ^ 1);
        }
    }

    [Fact]
    public void Find_EquallyNearImages_ComeInTheOrderOfTheirIndices()
    {
        FeatureSet bank = new([0, 1, 1, 0, 1, 0, 0, 2, 3, 0, 1, 0], 2);

        Neighbors neighbors = new NeighborSearch(bank).Find(new FeatureSet([5, 0], 2), 5);

        neighbors.Indices(0).ToArray().Should().Equal(1, 2, 4, 5, 0);
        neighbors.Similarities(0).ToArray().Should().Equal(1, 1, 1, 1, 0);
    }

    [Fact]
    public void Find_FeaturesOfAnyLength_GivesTheCosine()
    {
        FeatureSet bank = new([3e38f, 3e38f, 1e-30f, 0, 0, 0, -1, 0], 2);

        Neighbors neighbors = new NeighborSearch(bank).Find(new FeatureSet([1e-38f, 0], 2), 4);

        neighbors.Indices(0).ToArray().Should().Equal(1, 0, 2, 3);
        neighbors.Similarities(0).ToArray().Should().Equal([1, MathF.Sqrt(0.5f), 0, -1], (left, right) => Math.Abs(left - right) < 1e-6f);
    }

    [Fact]
    public void Find_WhatDoesNotFit_IsRefused()
    {
        NeighborSearch search = new(Features.Random(5, 4, seed: 1));

        search.Invoking(bank => bank.Find(Features.Random(2, 3, seed: 1), 1)).Should().Throw<ArgumentException>()
            .WithMessage("*dimension 4, found 3*");
        search.Invoking(bank => bank.Find(Features.Random(2, 4, seed: 1), 6)).Should().Throw<ArgumentOutOfRangeException>();
        search.Invoking(bank => bank.Find(Features.Random(2, 4, seed: 1), 0)).Should().Throw<ArgumentOutOfRangeException>();
        search.Invoking(bank => bank.FindWithinBank(5)).Should().Throw<ArgumentOutOfRangeException>();
        search.Find(Features.Random(2, 4, seed: 1), 5).Invoking(found => found.Indices(2).Length)
            .Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Select_AnyValues_MatchesAStableSort()
        => Gen.Select(Gen.Int[-20, 20].Select(value => value * 0.25f).Array[1, 200], Gen.Int[1, 200]).Sample((values, wish) =>
        {
            int count = Math.Min(wish, values.Length);
            int[] indices = new int[count];
            float[] greatest = new float[count];
            GreatestSelection.Select(values, indices, greatest);
            int[] expected = [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).Take(count)];
            return indices.SequenceEqual(expected) && greatest.SequenceEqual(expected.Select(i => values[i]));
        });

    [Fact]
    public void Select_BothZeros_AreEqual()
    {
        int[] indices = new int[3];
        float[] greatest = new float[3];

        GreatestSelection.Select([-0f, 0f, -0f], indices, greatest);

        indices.Should().Equal(0, 1, 2);
    }

    private static FeatureSet Signs(int count, long seed)
        => Features.Map(Features.Random(count, 4, seed), (_, value) => value < 0 ? -2 : 2);
}
