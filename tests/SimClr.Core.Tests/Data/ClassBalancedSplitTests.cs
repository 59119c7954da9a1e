using CsCheck;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

public sealed class ClassBalancedSplitTests
{
    [Fact]
    public void Split_AnyLabels_TakesTheFractionOfEveryClassAndNothingTwice()
        => Gen.Select(Gen.Int[0, 5].Array[1, 100], Gen.Double[0.01, 0.99], Gen.Long).Sample((labels, fraction, seed) =>
        {
            ClassBalancedSplit split = ClassBalancedSplit.Of(labels, fraction, seed);
            int[] heldOut = split.HeldOut.ToArray();
            split.HeldOut.ToArray().Concat(split.Remaining.ToArray()).Order().Should().Equal(Enumerable.Range(0, labels.Length));
            foreach (IGrouping<int, int> members in Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]))
            {
                int taken = members.Count(heldOut.Contains);
                ((double)taken).Should().BeApproximately(fraction * members.Count(), 1);
                if (members.Count() > 1)
                    taken.Should().BeInRange(1, members.Count() - 1);
                else
                    taken.Should().Be(0);
            }
        });

    [Fact]
    public void Split_Seeds_DecideWhichImages()
    {
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 2)];

        ClassBalancedSplit.Of(labels, 0.1, 1).HeldOut.ToArray().Should().Equal(ClassBalancedSplit.Of(labels, 0.1, 1).HeldOut.ToArray());
        ClassBalancedSplit.Of(labels, 0.1, 1).HeldOut.ToArray()
            .Should().NotEqual(ClassBalancedSplit.Of(labels, 0.1, 2).HeldOut.ToArray());
    }

    [Fact]
    public void Split_WhatDoesNotFit_IsRefused()
    {
        FluentActions.Invoking(() => ClassBalancedSplit.Of([0, 1], 0, 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ClassBalancedSplit.Of([0, 1], 1, 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ClassBalancedSplit.Of([0, 1], double.NaN, 1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Split_HalfAnImage_IsRoundedUp() => ClassBalancedSplit.Of(new int[10], 0.25, 1).HeldOut.Length.Should().Be(3, "of 2.5");

    [Fact]
    public void Split_UnlabeledImages_AreAClass()
        => ClassBalancedSplit.Of([-1, -1, 0, 0], 0.5, 1).HeldOut.ToArray().Should().HaveCount(2).And.ContainSingle(image => image < 2);

    [Fact]
    public void HoldOut_ASource_IsTheSplitThatTheLinearProbeMakes()
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 6)];
        InMemorySource source = new([.. labels.Select(_ => new Image(new byte[1], 1, 1, 1))], labels);

        SubsetSource.HoldOut(source, 0.25, 1).HeldOut.Indices.Should().Equal(ClassBalancedSplit.Of(labels, 0.25, 1).HeldOut.ToArray());
    }
}
