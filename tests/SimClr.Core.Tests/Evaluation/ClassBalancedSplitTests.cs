using CsCheck;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Tests.Evaluation;

public sealed class ClassBalancedSplitTests
{
    [Fact]
    public void Split_AnyLabels_TakesTheFractionOfEveryClassAndNothingTwice()
        => Gen.Select(Gen.Int[0, 5].Array[1, 100], Gen.Double[0.01, 0.99], Gen.Long).Sample((labels, fraction, seed) =>
        {
            ClassBalancedSplit split = new(labels, fraction, seed);
            int[] selected = split.Selected.ToArray();
            split.Selected.ToArray().Concat(split.Remaining.ToArray()).Order().Should().Equal(Enumerable.Range(0, labels.Length));
            foreach (IGrouping<int, int> members in Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]))
            {
                int taken = members.Count(selected.Contains);
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

        new ClassBalancedSplit(labels, 0.1, 1).Selected.ToArray().Should().Equal(new ClassBalancedSplit(labels, 0.1, 1).Selected.ToArray());
        new ClassBalancedSplit(labels, 0.1, 1).Selected.ToArray()
            .Should().NotEqual(new ClassBalancedSplit(labels, 0.1, 2).Selected.ToArray());
    }

    [Fact]
    public void Split_WhatDoesNotFit_IsRefused()
    {
        FluentActions.Invoking(() => new ClassBalancedSplit([0, 1], 0, 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ClassBalancedSplit([0, 1], 1, 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ClassBalancedSplit([0, 1], double.NaN, 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ClassBalancedSplit([0, -1], 0.5, 1)).Should().Throw<ArgumentException>()
            .WithMessage("Label -1 of image 1*");
    }
}
