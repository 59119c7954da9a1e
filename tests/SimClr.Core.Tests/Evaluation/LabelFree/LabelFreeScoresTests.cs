using System.Text.Json;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.LabelFree;

namespace SimClr.Core.Tests.Evaluation.LabelFree;

public sealed class LabelFreeScoresTests
{
    private const double Epsilon = 1e-7;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Measure_GoldenFeatures_AgreesWithTheDefinitions(int number)
    {
        JsonElement golden = LabelFreeGolden.Cases("scores")[number];
        FeatureSet[] views = LabelFreeGolden.Views(golden);

        LabelFreeScores scores = LabelFreeScores.Measure(views[0], views);

        scores.Alignment.Should().BeApproximately(golden.Number("alignment"), 1e-6 * golden.Number("alignment") + 1e-9);
        scores.Uniformity.Should().BeApproximately(golden.Number("uniformity"), 1e-5);
        scores.RankMe.Should().BeApproximately(golden.Number("rankMe"), 1e-5);
        scores.Lidar.Should().BeApproximately(golden.Number("lidar"), 1e-5);
        scores.AlignmentUniformity.Should().Be(scores.Alignment + scores.Uniformity);
    }

    [Fact]
    public void Measure_TwoViews_HasTheAlignmentOfThePair()
    {
        FeatureSet[] views = LabelFreeGolden.Views(30, 6, 2, seed: 3, noise: 1);

        LabelFreeScores.Measure(views[0], views).Alignment
            .Should().BeApproximately(RepresentationHealth.Alignment(views[0], views[1]), 1e-7);
    }

    [Fact]
    public void Measure_PlainImages_HasTheUniformityOfTheirHealth()
    {
        FeatureSet[] views = LabelFreeGolden.Views(30, 6, 2, seed: 3, noise: 1);

        LabelFreeScores.Measure(views[1], views).Uniformity.Should().Be(RepresentationHealth.Measure(views[1]).Uniformity);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void RankMe_OrthogonalDirections_CountsThem(int directions)
    {
        // Images along the axes, each twice: singular values of one size.
        float[] values = new float[2 * directions * 6];
        for (int image = 0; image < 2 * directions; image++)
            values[image * 6 + image % directions] = image < directions ? 3 : -3;
        double share = 1.0 / directions + Epsilon;
        int others = Math.Min(6, 2 * directions) - directions;
        double expected = Math.Exp(-directions * share * Math.Log(share) - others * Epsilon * Math.Log(Epsilon));

        RepresentationHealth.RankMe(new FeatureSet(values, 6)).Should().BeApproximately(expected, 1e-9);
    }

    [Fact]
    public void RankMe_WhatAllImagesShare_IsADirectionAndTheCenteredRankIgnoresIt()
    {
        FeatureSet shifted = new([1, 0, 5, -1, 0, 5, 1, 0, 5, -1, 0, 5], 3);

        RepresentationHealth.RankMe(shifted).Should().BeGreaterThan(1.4);
        RepresentationHealth.Measure(shifted).EffectiveRank.Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public void RankMe_AnyScaleRotationAndOrder_IsTheSame()
    {
        FeatureSet set = LabelFreeGolden.Views(50, 4, 1, seed: 9, noise: 0)[0];
        double expected = RepresentationHealth.RankMe(set);

        RepresentationHealth.RankMe(Features.Map(set, (_, value) => 1000 * value)).Should().BeApproximately(expected, 1e-6);
        RepresentationHealth.RankMe(Rotated(set)).Should().BeApproximately(expected, 1e-6);
        RepresentationHealth.RankMe(set.Subset([.. Enumerable.Range(0, 50).Reverse()])).Should().BeApproximately(expected, 1e-9);
    }

    [Fact]
    public void Lidar_ImagesOfEqualSpreadInAllDirections_CountsTheDirections()
    {
        // Images at plus and minus the axes, views around them on every axis alike: both scatters are multiples of the identity.
        const int dimension = 4;
        FeatureSet[] views = Cross(dimension, _ => 0.1f);
        double share = 1.0 / dimension + Epsilon;

        RepresentationHealth.Lidar(views).Should().BeApproximately(Math.Exp(-dimension * share * Math.Log(share)), 1e-6);
    }

    [Fact]
    public void Lidar_DirectionInWhichViewsDiffer_CountsLess()
    {
        double even = RepresentationHealth.Lidar(Cross(4, _ => 0.1f));

        double noisy = RepresentationHealth.Lidar(Cross(4, axis => axis == 0 ? 100 : 0.1f));

        noisy.Should().BeLessThan(even - 0.9).And.BeGreaterThan(2.9, "three directions still tell images apart");
    }

    [Fact]
    public void Lidar_AnyRotationShiftAndOrder_IsTheSame()
    {
        FeatureSet[] views = LabelFreeGolden.Views(50, 4, 3, seed: 9, noise: 0.5);
        double expected = RepresentationHealth.Lidar(views);

        RepresentationHealth.Lidar([.. views.Select(Rotated)]).Should().BeApproximately(expected, 1e-5);
        RepresentationHealth.Lidar([.. views.Select(view => Features.Map(view, (feature, value) => value + feature))])
            .Should().BeApproximately(expected, 1e-5);
        RepresentationHealth.Lidar([views[2], views[0], views[1]]).Should().BeApproximately(expected, 1e-9);
    }

    [Fact]
    public void Lidar_MoreImagesThanABlock_AgreesWithItsDefinition()
    {
        // In two dimensions the eigenvalues come from a quadratic equation. A block has 2 million values.
        const int count = 1_100_000;
        FeatureSet[] views = LabelFreeGolden.Views(count, 2, 2, seed: 5, noise: 0.8);
        (double[,] between, double[,] within) = (new double[2, 2], new double[2, 2]);
        double[] mean = [.. Enumerable.Range(0, 2).Select(d => Enumerable.Range(0, count).Average(i => Mean(i, d)))];
        double Mean(int image, int d) => (views[0].Row(image)[d] + (double)views[1].Row(image)[d]) / 2;
        for (int i = 0; i < count; i++)
        {
            for (int d = 0; d < 4; d++)
            {
                (int a, int b) = (d / 2, d % 2);
                between[a, b] += (Mean(i, a) - mean[a]) * (Mean(i, b) - mean[b]) / (count - 1);
                foreach (FeatureSet view in views)
                    within[a, b] += (view.Row(i)[a] - Mean(i, a)) * (view.Row(i)[b] - Mean(i, b)) / count;
            }
        }

        (double wa, double wb, double wd) = (within[0, 0] + 1e-4, within[0, 1], within[1, 1] + 1e-4);
        double determinant = wa * wd - wb * wb;
        double trace = (wd * between[0, 0] - 2 * wb * between[0, 1] + wa * between[1, 1]) / determinant;
        double product = (between[0, 0] * between[1, 1] - between[0, 1] * between[0, 1]) / determinant;
        double root = Math.Sqrt(trace * trace / 4 - product);
        double[] shares = [(trace / 2 + root) / trace + Epsilon, (trace / 2 - root) / trace + Epsilon];

        RepresentationHealth.Lidar(views).Should().BeApproximately(Math.Exp(-shares.Sum(p => p * Math.Log(p))), 1e-6);
    }

    [Fact]
    public void Measures_OfACollapsedRepresentation_SaySo()
    {
        FeatureSet same = new([.. Enumerable.Repeat<float[]>([1, 2, 3], 10).SelectMany(row => row)], 3);

        LabelFreeScores scores = LabelFreeScores.Measure(same, [same, same]);

        scores.Alignment.Should().Be(0);
        scores.Uniformity.Should().BeApproximately(0, 1e-5);
        scores.RankMe.Should().BeApproximately(1, 1e-5);
        scores.Lidar.Should().Be(0, "images do not differ");
        RepresentationHealth.RankMe(new FeatureSet(new float[6], 3)).Should().Be(0);
    }

    [Fact]
    public void Measure_WhatDoesNotFit_IsRefused()
    {
        FeatureSet set = Features.Random(5, 3, seed: 1);

        FluentActions.Invoking(() => LabelFreeScores.Measure(set, [set]))
            .Should().Throw<ArgumentException>().WithMessage("*two views*found 1*");
        FluentActions.Invoking(() => LabelFreeScores.Measure(set, [set, Features.Random(4, 3, seed: 1)]))
            .Should().Throw<ArgumentException>().WithMessage("*found 5 and 4 images*");
        FluentActions.Invoking(() => LabelFreeScores.Measure(Features.Random(4, 3, seed: 1), [set, set]))
            .Should().Throw<ArgumentException>().WithMessage("*same 4 images, found 5*");
        FluentActions.Invoking(() => RepresentationHealth.Lidar([set, Features.Random(5, 2, seed: 1)]))
            .Should().Throw<ArgumentException>().WithMessage("*dimension 3, found 2*");
        FluentActions.Invoking(() => RepresentationHealth.Lidar([set.Subset(0), set.Subset(0)]))
            .Should().Throw<ArgumentException>().WithMessage("*at least two, found 1 and 1*");
    }

    // A rotation of the first two features by 0.6 and 0.8.
    private static FeatureSet Rotated(FeatureSet set)
    {
        float[] values = set.Values.ToArray();
        for (int row = 0; row < values.Length; row += set.Dimension)
            (values[row], values[row + 1]) = (0.6f * values[row] - 0.8f * values[row + 1], 0.8f * values[row] + 0.6f * values[row + 1]);
        return new FeatureSet(values, set.Dimension);
    }

    private static FeatureSet[] Cross(int dimension, Func<int, float> spread) =>
    [
        .. Enumerable.Range(0, 2 * dimension).Select(view => new FeatureSet(
            [
                .. from image in Enumerable.Range(0, 2 * dimension)
                   from axis in Enumerable.Range(0, dimension)
                   select At(image, axis, 1, dimension) + At(view, axis, spread(axis), dimension),
            ],
            dimension)),
    ];

    private static float At(int number, int axis, float length, int dimension)
        => number % dimension != axis ? 0 : number < dimension ? length : -length;
}
