using SimClr.Core.Evaluation;

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
}
