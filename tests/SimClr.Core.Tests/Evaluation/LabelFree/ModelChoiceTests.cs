using System.Text.Json;
using SimClr.Core.Evaluation.LabelFree;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Evaluation.LabelFree;

public sealed class ModelChoiceTests
{
    [Fact]
    public void Choice_OfScoresAndAccuracies_CostsTheDifferenceToTheBest()
    {
        ModelChoice choice = new([3, 9, 5], accuracies: [0.6, 0.7, 0.75]);

        choice.Chosen.Should().Be(1);
        choice.Best.Should().Be(2);
        choice.Regret.Should().BeApproximately(0.05, 1e-12);
        choice.RankCorrelation.Should().BeApproximately(0.5, 1e-12);
    }

    [Fact]
    public void Choice_LessIsBetter_TakesTheLeastAndTurnsTheCorrelation()
    {
        ModelChoice choice = new([0.3, 0.1, 0.2], greaterIsBetter: false, [0.5, 0.9, 0.7]);

        (choice.Chosen, choice.Best, choice.Regret, choice.RankCorrelation).Should().Be((1, 1, 0, 1));
    }

    [Fact]
    public void Choice_WithoutAccuracies_ChoosesAlone()
    {
        ModelChoice choice = new([double.NaN, 2, 2]);

        choice.Chosen.Should().Be(1, "the first of the greatest");
        (choice.Best, choice.Regret, choice.RankCorrelation).Should().Be((null, null, null));
    }

    [Fact]
    public void Choice_RunThatDiverged_IsTheWorst()
    {
        ModelChoice choice = new([double.NaN, double.NegativeInfinity, 1], accuracies: [0.1, 0.2, 0.3]);

        choice.Chosen.Should().Be(2);
        new ModelChoice([double.NaN, double.NegativeInfinity]).Chosen.Should().Be(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void RankCorrelation_GoldenLists_IsSpearmans(int number)
    {
        JsonElement golden = LabelFreeGolden.Cases("spearman")[number];

        new ModelChoice(golden.Numbers("left"), accuracies: golden.Numbers("right")).RankCorrelation
            .Should().BeApproximately(golden.Number("correlation"), 1e-12);
    }

    [Fact]
    public void RankCorrelation_SameScoreForAll_IsNotANumber()
        => new ModelChoice([1, 1], accuracies: [0.1, 0.2]).RankCorrelation.Should().Be(double.NaN);

    [Fact]
    public void ByEachMeasure_Models_ChoosesInTheDirectionOfEach()
    {
        LabelFreeScores[] models = [new(0.9, -3.9, 10, 7), new(0.1, -1, 20, 8), new(0.5, -3, 30, 20)];

        IReadOnlyDictionary<string, ModelChoice> choices = ModelChoice.ByEachMeasure(models, [0.3, 0.5, 0.4]);

        choices.Select(choice => (choice.Key, choice.Value.Chosen)).Should().Equal(
            (MetricNames.Alignment, 1),
            (MetricNames.Uniformity, 0),
            (MetricNames.AlignmentUniformity, 0),
            (MetricNames.RankMe, 2),
            (MetricNames.Lidar, 2));
        choices[MetricNames.Alignment].Regret.Should().Be(0);
        choices[MetricNames.Uniformity].Regret.Should().BeApproximately(0.2, 1e-12);
    }

    [Fact]
    public void Choice_WhatDoesNotFit_IsRefused()
    {
        FluentActions.Invoking(() => new ModelChoice([])).Should().Throw<ArgumentException>().WithMessage("*found 0 and none*");
        FluentActions.Invoking(() => new ModelChoice([double.NaN])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ModelChoice([1, 2], accuracies: [1]))
            .Should().Throw<ArgumentException>().WithMessage("*2 models, found 1*");
        FluentActions.Invoking(() => new ModelChoice([1, 2], accuracies: [1, double.NaN])).Should().Throw<ArgumentException>();
    }
}
