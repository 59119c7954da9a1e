using SimClr.Core.Evaluation;

namespace SimClr.Core.Tests.Evaluation;

public sealed class RepresentationHealthTests
{
    /// <summary>The unit vectors of four dimensions and their opposites.</summary>
    private static FeatureSet Cross => new([.. Enumerable.Range(0, 32).Select(i => i / 4 % 4 == i % 4 ? (i < 16 ? 2f : -3f) : 0)], 4);

    [Fact]
    public void Measure_Cross_SpreadsEvenlyInAllDirections()
    {
        RepresentationHealth health = RepresentationHealth.Measure(Cross);

        health.StandardDeviations.ToArray()
            .Should().HaveCount(4).And.OnlyContain(deviation => Math.Abs(deviation - 0.5) < 1e-6, "1/sqrt(F)");
        health.FeatureDeviation.Should().BeApproximately(1, 1e-6);
        health.EffectiveRank.Should().BeApproximately(4, 1e-6);
        // Each vector has six others at squared distance 2 and one at 4.
        health.Uniformity.Should().BeApproximately(Math.Log((6 * Math.Exp(-4) + Math.Exp(-8)) / 7), 1e-5);
    }

    [Fact]
    public void Measure_AllTheSameDirection_IsCollapsed()
    {
        FeatureSet collapsed = Features.Map(Features.Random(20, 1, seed: 1), (_, value) => Math.Abs(value) + 0.1f);
        FeatureSet line = new([.. collapsed.Values.ToArray().SelectMany(length => (float[])[length, 2 * length, -length])], 3);

        RepresentationHealth health = RepresentationHealth.Measure(line);

        health.FeatureDeviation.Should().BeApproximately(0, 1e-6);
        health.EffectiveRank.Should().Be(0);
        health.Uniformity.Should().BeApproximately(0, 1e-5);
    }

    [Fact]
    public void Measure_TwoPoints_VaryInOneDirection()
        => RepresentationHealth.Measure(new FeatureSet([1, 0, 5, 0, 1, 5, 1, 0, 5], 3)).EffectiveRank.Should().BeApproximately(1, 1e-6);

    [Fact]
    public void Measure_MoreImagesThanABlock_AgreesWithANaiveLoop()
    {
        FeatureSet set = Features.Clusters(1100, 5, 3, seed: 1);
        double sum = 0;
        for (int i = 0; i < set.Count; i++)
            for (int j = 0; j < i; j++)
                sum += Math.Exp(-2 * (2 - 2 * Features.Cosine(set.Row(i), set.Row(j))));

        RepresentationHealth health = RepresentationHealth.Measure(set);

        health.Uniformity.Should().BeApproximately(Math.Log(sum / (1100 * 1099 / 2)), 1e-5);
        double[] first = [.. Enumerable.Range(0, set.Count).Select(i => Features.Cosine(set.Row(i), [1, 0, 0, 0, 0]))];
        double mean = first.Average();
        ((double)health.StandardDeviations[0])
            .Should().BeApproximately(Math.Sqrt(first.Average(value => (value - mean) * (value - mean))), 1e-6);
    }

    [Fact]
    public void Measure_ImagesOfZeros_StayAtZero()
        => RepresentationHealth.Measure(new FeatureSet([0, 0, 0, 0, 1, 0], 2)).Uniformity
            .Should().BeApproximately(Math.Log((1 + 2 * Math.Exp(-2)) / 3), 1e-5, "one pair is the same, two are 1 apart");

    [Fact]
    public void Measure_OneImage_IsRefused()
        => FluentActions.Invoking(() => RepresentationHealth.Measure(new FeatureSet([1, 2], 2))).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(0, 3, 2)]
    [InlineData(-1, 0, 4)]
    public void Alignment_OfTwoDirections_IsTheirSquaredDistance(float x, float y, double expected)
        => RepresentationHealth.Alignment(new FeatureSet([5, 0], 2), new FeatureSet([x, y], 2)).Should().BeApproximately(expected, 1e-6);

    [Fact]
    public void Alignment_OfSeveralImages_IsTheMean()
        => RepresentationHealth.Alignment(new FeatureSet([1, 0, 0, 1], 2), new FeatureSet([1, 0, 1, 0], 2))
            .Should().BeApproximately(1, 1e-6);

    [Fact]
    public void Alignment_WhatDoesNotFit_IsRefused()
    {
        FluentActions.Invoking(() => RepresentationHealth.Alignment(Features.Random(2, 3, 1), Features.Random(3, 3, 1)))
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => RepresentationHealth.Alignment(Features.Random(2, 3, 1), Features.Random(2, 4, 1)))
            .Should().Throw<ArgumentException>();
    }
}
