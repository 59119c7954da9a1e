using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;

namespace SimClr.Core.Tests.Evaluation;

public sealed class ClassificationReportTests
{
    private static readonly float[] Scores = [0.1f, 0.7f, 0.2f, 0.5f, 0.3f, 0.2f, 0.3f, 0.3f, 0.4f];

    [Fact]
    public void Report_OfAFewImages_CountsThem()
    {
        ClassificationReport report = new([0, 0, 0, 1, 2, 2], [0, 0, 1, 1, 0, 2], 4);

        report.Count.Should().Be(6);
        report.Accuracy.Should().Be(4.0 / 6);
        report.Confusion(0, 0).Should().Be(2);
        report.Confusion(0, 1).Should().Be(1);
        report.Confusion(1, 0).Should().Be(0);
        report.Confusion(2, 0).Should().Be(1);
        report.ClassAccuracy(0).Should().Be(2.0 / 3);
        report.ClassAccuracy(1).Should().Be(1);
        report.ClassAccuracy(2).Should().Be(0.5);
        report.ClassAccuracy(3).Should().Be(double.NaN, "it has no image");
    }

    [Fact]
    public void Report_WhatDoesNotFit_IsRefused()
    {
        FluentActions.Invoking(() => new ClassificationReport([0, 1], [0], 2)).Should().Throw<ArgumentException>()
            .WithMessage("*2 labels and 1 predictions*");
        FluentActions.Invoking(() => new ClassificationReport([], [], 2)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ClassificationReport([0, 2], [0, 1], 2)).Should().Throw<ArgumentException>()
            .WithMessage("Image 1 has label 2*");
        FluentActions.Invoking(() => new ClassificationReport([0, 1], [-1, 1], 2)).Should().Throw<ArgumentException>()
            .WithMessage("Image 0*prediction -1*");
        FluentActions.Invoking(() => new ClassificationReport([0], [0], 1).ClassAccuracy(1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(1, 1.0 / 3)]
    [InlineData(2, 2.0 / 3)]
    [InlineData(3, 1)]
    [InlineData(9, 1)]
    public void TopKAccuracy_OfThreeImages_IsAsCounted(int k, double expected)
        => ClassificationReport.TopKAccuracy(Scores, [1, 1, 1], k).Should().Be(expected);

    [Fact]
    public void TopKAccuracy_EqualScores_FavorTheLowerClass()
    {
        ClassificationReport.TopKAccuracy([1, 1], [0], 1).Should().Be(1);
        ClassificationReport.TopKAccuracy([1, 1], [1], 1).Should().Be(0);
    }

    [Fact]
    public void TopKAccuracy_WhatDoesNotFit_IsRefused()
    {
        FluentActions.Invoking(() => ClassificationReport.TopKAccuracy(Scores, [1, 1], 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ClassificationReport.TopKAccuracy(Scores, [1, 1, 3], 1)).Should().Throw<ArgumentException>()
            .WithMessage("Label 3 of image 2*");
        FluentActions.Invoking(() => ClassificationReport.TopKAccuracy(Scores, [1, 1, 1], 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Report_OfAFewImages_HasPrecisionAndF1()
    {
        // Class 3 is predicted though it has no image; class 4 occurs nowhere.
        ClassificationReport report = new([0, 0, 0, 1, 2, 2], [0, 0, 1, 1, 3, 2], 5);

        Enumerable.Range(0, 5).Select(report.Precision).Should().Equal(1, 0.5, 1, 0, double.NaN);
        Enumerable.Range(0, 5).Select(report.F1).Should().Equal([0.8, 2 / 3.0, 2 / 3.0, 0, double.NaN], Same);
        report.MacroPrecision.Should().BeApproximately(2.5 / 4, 1e-12);
        report.MacroRecall.Should().BeApproximately((2 / 3.0 + 1 + 0.5) / 4, 1e-12, "a class that is predicted without images counts 0");
        report.MacroF1.Should().BeApproximately((0.8 + 4 / 3.0) / 4, 1e-12);
        report.MeanClassAccuracy.Should().BeApproximately((2 / 3.0 + 1 + 0.5) / 3, 1e-12);
        static bool Same(double left, double right) => Math.Abs(left - right) < 1e-12 || double.IsNaN(left) && double.IsNaN(right);
    }

    [Fact]
    public void FromScores_OfThreeImages_PredictsAndRanks()
    {
        ClassificationReport report = ClassificationReport.FromScores(Scores, [1, 1, 3], 4);

        (report.Confusion(1, 1), report.Confusion(1, 0), report.Confusion(3, 2), report.ClassCount).Should().Be((1, 1, 1, 4));
        report.HasScores.Should().BeTrue();
        new[] { 1, 2, 3, 9 }.Select(report.TopKAccuracy).Should().Equal([1 / 3.0, 2 / 3.0, 2 / 3.0, 2 / 3.0], "class 3 has no score");
    }

    [Fact]
    public void FromScores_EqualScores_FavorTheLowerClass()
        => ClassificationReport.FromScores([1, 1, 0, 0], [0, 1], 2).Confusion(1, 0).Should().Be(1);

    [Fact]
    public void TopKAccuracy_OfPredictionsAlone_IsRefused()
    {
        ClassificationReport report = new([0], [0], 1);

        report.HasScores.Should().BeFalse();
        report.Invoking(it => it.TopKAccuracy(5)).Should().Throw<InvalidOperationException>().WithMessage("*top-5*FromScores*");
    }

    [Fact]
    public void FromScores_WhatDoesNotFit_IsRefused()
    {
        FluentActions.Invoking(() => ClassificationReport.FromScores([1, 2], [2], 2)).Should().Throw<ArgumentException>()
            .WithMessage("Label 2 of image 0*");
        FluentActions.Invoking(() => ClassificationReport.FromScores([1, 2], [1], 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ClassificationReport.FromScores([1, 2, 3, float.NaN], [1, 1], 2)).Should().Throw<ArgumentException>()
            .WithMessage("The score of class 1 of image 1 is NaN*");
        ClassificationReport.FromScores([float.NegativeInfinity, float.PositiveInfinity], [1], 2).Accuracy.Should().Be(1);
    }

    [Fact]
    public void Evaluate_ByEachClassifier_HasTopKAccuracies()
    {
        FeatureSet train = Features.Clusters(100, 6, 5, seed: 1);
        FeatureSet test = Features.Clusters(50, 6, 6, seed: 2);

        foreach (ClassificationReport report in new[] { LinearProbe.Fit(train).Evaluate(test), KnnClassifier.Fit(train).Evaluate(test) })
        {
            report.ClassCount.Should().Be(6);
            report.TopKAccuracy(1).Should().Be(report.Accuracy);
            report.TopKAccuracy(5).Should().Be(42 / 50.0, "the sixth class was never seen, and the five others are all there are");
        }
    }
}
