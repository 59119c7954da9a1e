using System.Text.Json;
using Microsoft.Extensions.Options;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;

namespace SimClr.Core.Tests.Evaluation.Probing;

public sealed class LinearProbeTests
{
    private static readonly FeatureSet Train = Features.Clusters(500, 16, 5, seed: 1, width: 2);
    private static readonly FeatureSet Test = Features.Clusters(300, 16, 5, seed: 2, width: 2);

    [Fact]
    public void Fit_AgainstScikitLearn_FindsTheSameCoefficients()
    {
        foreach (JsonElement golden in EvaluationGolden.Cases("linear"))
        {
            double l2 = golden.Number("l2");

            LinearClassifier classifier = LinearProbe.Fit(
                EvaluationGolden.Train, new() { MinimumL2 = l2, MaximumL2 = l2, CandidateCount = 1, Tolerance = 1e-13 });

            classifier.Converged.Should().BeTrue();
            Largest(classifier.Weights, golden.Numbers("weights"))
                .Should().BeLessThan(5e-4 * golden.Numbers("weights").Max(Math.Abs), $"L2 is {l2}");
            Largest(classifier.Bias, golden.Numbers("bias"))
                .Should().BeLessThan(5e-4 * golden.Numbers("bias").Max(Math.Abs), $"L2 is {l2}");
            classifier.Accuracy(EvaluationGolden.Test).Should().Be(golden.Number("accuracy"));
            classifier.TopKAccuracy(EvaluationGolden.Test, 2).Should().BeApproximately(golden.Number("top2"), 1e-12);
        }
    }

    [Fact]
    public void Fit_Twice_GivesTheSameBits()
    {
        LinearClassifier first = LinearProbe.Fit(Train);
        LinearClassifier second = LinearProbe.Fit(Train.Subset([.. Enumerable.Range(0, Train.Count)]));

        second.Weights.ToArray().Should().Equal(first.Weights.ToArray());
        second.Bias.ToArray().Should().Equal(first.Bias.ToArray());
        second.Candidates.Should().Equal(first.Candidates);
    }

    [Fact]
    public void Fit_Sweep_ChoosesTheBestAndOfEqualOnesTheStrongest()
    {
        LinearClassifier classifier = LinearProbe.Fit(Train);

        classifier.Candidates.Select(candidate => candidate.L2).Should().BeInDescendingOrder();
        classifier.Candidates[0].L2.Should().Be(1);
        double best = classifier.Candidates.Max(candidate => candidate.ValidationAccuracy);
        classifier.L2.Should().Be(classifier.Candidates.First(candidate => candidate.ValidationAccuracy == best).L2);
    }

    [Fact]
    public void Fit_OverfittingWeakPenalties_EndsTheSweepEarly()
    {
        // More features than images, and nothing to learn from most of them.
        FeatureSet train = Features.Clusters(60, 120, 3, seed: 1, width: 9);

        LinearProbeOptions options = new() { ValidationFraction = 0.5, CandidateCount = 13, MinimumL2 = 1e-9, MaximumL2 = 1e3, Seed = 2 };

        LinearClassifier classifier = LinearProbe.Fit(train, options);

        double[] accuracies = [.. classifier.Candidates.Select(candidate => candidate.ValidationAccuracy)];
        double best = accuracies.Max();
        accuracies.Length.Should().BeLessThan(13);
        accuracies.Skip(Array.IndexOf(accuracies, best)).Count(accuracy => accuracy < best).Should().Be(2);
        accuracies[^1].Should().BeLessThan(best);
    }

    [Fact]
    public void Accuracy_OnOverlappingClusters_BeatsChanceByFar()
        => LinearProbe.Fit(Train).Accuracy(Test).Should().BeInRange(0.6, 0.99, "chance is 0.2");

    [Fact]
    public void Fit_FeaturesScaledAndShifted_PredictsTheSame()
    {
        static FeatureSet Change(FeatureSet set)
            => Features.Map(set, (feature, value) => (value + feature) * MathF.Pow(4, feature % 7 - 3));

        float[] plain = LinearProbe.Fit(Train).Scores(Test);
        float[] changed = LinearProbe.Fit(Change(Train)).Scores(Change(Test));

        Largest(changed, [.. plain.Select(score => (double)score)]).Should().BeLessThan(0.01 * plain.Max(Math.Abs));
    }

    [Fact]
    public void Fit_FeatureThatNeverChanges_HasNoWeight()
    {
        FeatureSet train = Features.Map(Train, (feature, value) => feature == 3 ? 1234.567f : value);

        LinearClassifier classifier = LinearProbe.Fit(train);

        for (int label = 0; label < 5; label++)
            classifier.Weights[label * 16 + 3].Should().Be(0);
        classifier.Accuracy(train).Should().BeGreaterThan(0.5);
    }

    [Fact]
    public void Fit_FeatureThatChangesByRoundingOnly_IsNotBlownUp()
    {
        float above = MathF.BitIncrement(1234.567f);
        FeatureSet train = Features.Map(Train, (feature, value) => feature != 3 ? value : value > 0 ? 1234.567f : above);

        LinearClassifier classifier = LinearProbe.Fit(train, new() { MinimumL2 = 0.01 });

        for (int label = 0; label < 5; label++)
            Math.Abs(classifier.Weights[label * 16 + 3]).Should().BeLessThan(0.01f);
    }

    [Fact]
    public void Fit_ClassWithoutImages_IsNeverPredicted()
    {
        int[] labels = [.. Train.Labels.ToArray().Select(label => label + 2)];
        FeatureSet train = new(Train.Values.ToArray(), 16, labels, ["none", "none too", "a", "b", "c", "d", "e", "nor this"]);

        // One penalty, to its minimum: which images are kept back depends on the labels, and with them choice and order of the sums.
        LinearProbeOptions options = new() { CandidateCount = 1, Tolerance = 1e-13 };

        LinearClassifier classifier = LinearProbe.Fit(train, options);

        classifier.ClassCount.Should().Be(8);
        classifier.Bias.ToArray().Select(float.IsNegativeInfinity).Should().Equal(true, true, false, false, false, false, false, true);
        classifier.Predict(Test).Should().Equal(LinearProbe.Fit(Train, options).Predict(Test).Select(label => label + 2));
        classifier.Scores(Test).Should().NotContain(float.NaN);
    }

    [Fact]
    public void Fit_OneImageOfSomeClass_IsUsed()
    {
        FeatureSet train = Train.Subset([.. Enumerable.Range(0, 500).Where(i => i % 5 != 4 || i == 4)]);

        LinearClassifier classifier = LinearProbe.Fit(train);

        classifier.Bias.ToArray().Should().OnlyContain(bias => float.IsFinite(bias));
        classifier.ClassCount.Should().Be(5);
    }

    [Fact]
    public void Fit_MoreFeaturesThanTheBoundIsMadeFor_StillFits()
    {
        // Each image 69 times: with fewer images than features the fit would run in the images' space.
        FeatureSet few = Features.Clusters(60, 4100, 3, seed: 1);
        FeatureSet train = few.Subset([.. Enumerable.Range(0, 4140).Select(i => i % 60)]);

        LinearClassifier classifier = LinearProbe.Fit(train, new() { CandidateCount = 3 });

        classifier.Converged.Should().BeTrue();
        classifier.Accuracy(Features.Clusters(30, 4100, 3, seed: 2)).Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void Fit_BoundOnIterations_IsReported()
        => LinearProbe.Fit(Train, new() { MaximumIterations = 1, Tolerance = 1e-12 }).Converged.Should().BeFalse();

    [Fact]
    public void Fit_SeparableClasses_StaysFinite()
    {
        FeatureSet train = Features.Clusters(200, 8, 2, seed: 3, width: 0.01);

        LinearClassifier classifier = LinearProbe.Fit(train);

        classifier.Accuracy(train).Should().Be(1);
        classifier.L2.Should().Be(1, "all candidates are perfect");
    }

    [Fact]
    public void Fit_WhatCannotBeTrainedOn_IsRefused()
    {
        FluentActions.Invoking(() => LinearProbe.Fit(Features.Random(4, 6, seed: 1))).Should().Throw<ArgumentException>()
            .WithMessage("*label for each of the 4 images, found none*");
        FluentActions.Invoking(() => LinearProbe.Fit(new FeatureSet([1, 2, 3], 1, [4, 4, 4]))).Should().Throw<ArgumentException>()
            .WithMessage("*at least two classes, found class 4 only*");
        FluentActions.Invoking(() => LinearProbe.Fit(new FeatureSet([1, 2, 3], 1, [0, 1, 2]))).Should().Throw<ArgumentException>()
            .WithMessage("*at least two images*");
        LinearProbe.Fit(Train).Invoking(it => it.Accuracy(Features.Random(4, 6, seed: 1))).Should().Throw<ArgumentException>()
            .WithMessage("*found none*");
        LinearProbe.Fit(Train).Invoking(it => it.Predict(Features.Random(4, 6, seed: 1))).Should().Throw<ArgumentException>()
            .WithMessage("*dimension 16, found 6*");
    }

    [Fact]
    public void Fit_OptionsOutOfRange_AreAllListed()
    {
        LinearProbeOptions options = new()
        {
            MinimumL2 = 2, MaximumL2 = 1, CandidateCount = 0, ValidationFraction = 1, MaximumIterations = 0, Tolerance = 0,
        };

        FluentActions.Invoking(() => LinearProbe.Fit(Train, options)).Should().Throw<OptionsValidationException>().Which.Failures
            .Should().HaveCount(5);
    }

    private static double Largest(ReadOnlySpan<float> actual, double[] expected)
        => actual.ToArray().Zip(expected, (left, right) => Math.Abs(left - right)).Max();
}
