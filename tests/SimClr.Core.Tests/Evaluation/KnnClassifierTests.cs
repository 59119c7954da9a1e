using System.Text.Json;
using Microsoft.Extensions.Options;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Evaluation;

public sealed class KnnClassifierTests
{
    private static readonly FeatureSet Bank = Features.Clusters(300, 6, 5, seed: 1);
    /// <summary>A product of 12 terms, of rows with half the roundings of as long a norm each.</summary>
    private static readonly double RoundingOfCosine = RoundingBounds.Worst(12 + 12 + 6, ScalarType.Float32);

    private static readonly FeatureSet Test = Features.Clusters(80, 6, 5, seed: 2);

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(20, 0.1)]
    [InlineData(200, 0.02)]
    [InlineData(300, 5)]
    public void Predict_AgainstANaiveLoop_GivesTheSameClasses(int count, double temperature)
    {
        int[] expected = [.. Enumerable.Range(0, Test.Count).Select(query =>
        {
            double[] votes = new double[5];
            IEnumerable<(double Similarity, int Label)> all = Enumerable.Range(0, Bank.Count)
                .Select(i => (Features.Cosine(Test.Row(query), Bank.Row(i)), Bank.Labels[i]));
            foreach ((double similarity, int label) in all.OrderByDescending(neighbor => neighbor.Similarity).Take(count))
                votes[label] += Math.Exp(similarity / temperature);
            return Array.IndexOf(votes, votes.Max());
        })];

        KnnClassifier.Fit(Bank, new() { NeighborCount = count, Temperature = temperature }).Predict(Test).Should().Equal(expected);
    }

    [Fact]
    public void Predict_AgainstScikitLearn_GivesTheSameClasses()
    {
        foreach (JsonElement golden in EvaluationGolden.Cases("knn"))
        {
            KnnOptions options = new() { NeighborCount = (int)golden.Number("count"), Temperature = golden.Number("temperature") };

            KnnClassifier.Fit(EvaluationGolden.Train, options).Predict(EvaluationGolden.Test).Select(label => (double)label)
                .Should().Equal(golden.Numbers("predictions"));

            Neighbors nearest = new NeighborSearch(EvaluationGolden.Train).Find(EvaluationGolden.Test, 1);
            Enumerable.Range(0, 80).Select(query => (double)nearest.Indices(query)[0]).Should().Equal(golden.Numbers("nearest"));
            Enumerable.Range(0, 80).Select(query => (double)nearest.Similarities(query)[0])
                .Should().Equal(golden.Numbers("similarity"), (left, right) => Math.Abs(left - right) < RoundingOfCosine);
        }
    }

    [Fact]
    public void Constructor_WithoutOptions_TakesTheFieldsDefaults()
    {
        KnnOptions options = new();

        (options.NeighborCount, options.Temperature, options.Device).Should().Be((200, 0.1, null));
        KnnClassifier.Fit(Bank).Predict(Test).Should().Equal(KnnClassifier.Fit(Bank, options).Predict(Test));
    }

    [Fact]
    public void Predict_BankSmallerThanK_LetsAllVote()
        => KnnClassifier.Fit(Bank.Subset(0, 1, 2), new() { NeighborCount = 200 }).Predict(Bank.Subset(1)).Should().Equal(1);

    [Fact]
    public void Scores_OfAClusteredSet_AreSharesWhoseGreatestIsThePrediction()
    {
        KnnClassifier classifier = KnnClassifier.Fit(Bank, new() { NeighborCount = 20 });

        float[][] scores = [.. classifier.Scores(Test).Chunk(5)];

        scores.Should().HaveCount(80).And.OnlyContain(row => Math.Abs(row.Sum() - 1) < 1e-6f && row.Min() >= 0);
        scores.Select(row => Array.IndexOf(row, row.Max())).Should().Equal(classifier.Predict(Test));
        classifier.Evaluate(Test).TopKAccuracy(2)
            .Should().Be(ClassificationReport.TopKAccuracy(classifier.Scores(Test), Test.Labels, 2));
    }

    [Fact]
    public void Predict_AllVoteForManyQueries_MatchesEachQueryAlone()
    {
        // 300 neighbours of 60,000 queries are more than are kept at once.
        FeatureSet many = Test.Subset([.. Enumerable.Range(0, 60_000).Select(query => query % 80)]);
        KnnClassifier classifier = KnnClassifier.Fit(Bank, new() { NeighborCount = 300 });
        int[] expected = classifier.Predict(Test);

        classifier.Predict(many).Should().Equal(Enumerable.Range(0, 60_000).Select(query => expected[query % 80]));
    }

    [Fact]
    public void Predict_LowTemperature_IsTheNearestNeighbor()
        => KnnClassifier.Fit(Bank, new() { Temperature = 1e-6 }).Predict(Test)
            .Should().Equal(KnnClassifier.Fit(Bank, new() { NeighborCount = 1 }).Predict(Test));

    [Fact]
    public void Predict_EqualVotes_GoToTheLowestClass()
        => KnnClassifier.Fit(new FeatureSet([1, 0, 1, 0], 2, [3, 1])).Predict(new FeatureSet([1, 0], 2)).Should().Equal(1);

    [Fact]
    public void Accuracy_OfAClusteredSet_IsThatOfItsPredictions()
    {
        KnnClassifier classifier = KnnClassifier.Fit(Bank);
        int[] predictions = classifier.Predict(Test);

        double accuracy = classifier.Accuracy(Test);

        accuracy.Should().Be(predictions.Where((label, i) => label == Test.Labels[i]).Count() / 80.0);
        accuracy.Should().BeInRange(0.5, 0.99, "chance is 0.2");
        classifier.Evaluate(Test).ClassCount.Should().Be(5);
    }

    [Fact]
    public void Constructor_WhatDoesNotFit_IsRefused()
    {
        FluentActions.Invoking(() => KnnClassifier.Fit(Features.Random(4, 6, seed: 1))).Should().Throw<ArgumentException>()
            .WithMessage("*label for each of the 4 images, found none*");
        FluentActions.Invoking(() => KnnClassifier.Fit(Bank, new() { NeighborCount = 0, Temperature = 0 }))
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(2);
        KnnClassifier.Fit(Bank).Invoking(knn => knn.Accuracy(Features.Random(4, 6, seed: 1))).Should().Throw<ArgumentException>()
            .WithMessage("*found none*");
        KnnClassifier.Fit(Bank).Invoking(knn => knn.Predict(Features.Random(4, 5, seed: 1))).Should().Throw<ArgumentException>()
            .WithMessage("*dimension 6, found 5*");
    }
}
