using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Evaluation.Probing;

public sealed class SgdLinearProbeTests
{
    private static readonly FeatureSet Train = Features.Clusters(500, 16, 5, seed: 1, width: 2);
    private static readonly FeatureSet Test = Features.Clusters(300, 16, 5, seed: 2, width: 2);

    [Fact]
    public void Fit_AgainstPyTorchsOptimizer_FindsTheSameWeights()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("sgd_probe.json")));
        foreach (JsonElement item in golden.RootElement.EnumerateArray())
        {
            SgdLinearProbeOptions options = new()
            {
                Epochs = 5,
                BatchSize = 1024,
                LearningRate = item.Number("rate"),
                LearningRateScaling = LearningRateScaling.None,
                Momentum = item.Number("momentum"),
                Nesterov = item.GetProperty("nesterov").GetBoolean(),
                WeightDecay = item.Number("decay"),
                Standardize = item.GetProperty("standardize").GetBoolean(),
            };

            LinearClassifier classifier = SgdLinearProbe.Fit(EvaluationGolden.Train, options);

            double largest = item.Numbers("weights").Max(Math.Abs);
            Largest(classifier.Weights, item.Numbers("weights")).Should().BeLessThan(2e-5 * largest, item.GetRawText());
            Largest(classifier.Bias, item.Numbers("bias")).Should().BeLessThan(2e-5 * Math.Max(largest, item.Numbers("bias").Max(Math.Abs)), item.GetRawText());
            classifier.L2.Should().Be(options.WeightDecay);
            classifier.Candidates.Should().BeEmpty();
        }
    }

    [Fact]
    public void Fit_OneStepFromZero_IsTheClosedForm()
    {
        // At zero each of K classes has the probability 1/K: dL/dW = mean (1/K - y) h, and Nesterov's first step is 1 + m times as long.
        SgdLinearProbeOptions options = new() { Epochs = 1, BatchSize = 500, LearningRate = 0.1 };

        LinearClassifier classifier = SgdLinearProbe.Fit(Train, options);

        double rate = 0.1 * 500 / 256 * 1.9;
        double[] expected = new double[5 * 16];
        for (int image = 0; image < Train.Count; image++)
            for (int label = 0; label < 5; label++)
                for (int feature = 0; feature < 16; feature++)
                    expected[label * 16 + feature] -= rate * (0.2 - (Train.Labels[image] == label ? 1 : 0)) * Train.Row(image)[feature] / Train.Count;
        Largest(classifier.Weights, expected).Should().BeLessThan(1e-6 * expected.Max(Math.Abs));
        classifier.Bias.ToArray().Should().OnlyContain(bias => Math.Abs(bias) < 1e-7, "all classes have as many images");
    }

    [Fact]
    public void Fit_ToItsEnd_IsAboutAsGoodAsTheMinimum()
    {
        double minimum = LinearProbe.Fit(Train).Accuracy(Test);
        SgdLinearProbe.Fit(Train, new() { Standardize = true }).Accuracy(Test).Should().BeApproximately(minimum, 0.03);
        minimum.Should().BeInRange(0.6, 0.99);
    }

    [Fact]
    public void Fit_Twice_GivesTheSameBitsAndAnotherSeedOthers()
    {
        SgdLinearProbeOptions options = new() { Epochs = 3, BatchSize = 64 };
        LinearClassifier first = SgdLinearProbe.Fit(Train, options);
        SgdLinearProbe.Fit(Train, options).Weights.ToArray().Should().Equal(first.Weights.ToArray());
        options.Seed = 1;
        SgdLinearProbe.Fit(Train, options).Weights.ToArray().Should().NotEqual(first.Weights.ToArray());
    }

    [Fact]
    public void Fit_FeaturesScaledAndShifted_PredictsTheSameWhereStandardized()
    {
        static FeatureSet Change(FeatureSet set) => Features.Map(set, (feature, value) => (value + feature) * MathF.Pow(4, feature % 7 - 3));
        SgdLinearProbeOptions options = new() { Epochs = 5, Standardize = true };

        float[] plain = SgdLinearProbe.Fit(Train, options).Scores(Test);
        float[] changed = SgdLinearProbe.Fit(Change(Train), options).Scores(Change(Test));

        Largest(changed, [.. plain.Select(score => (double)score)]).Should().BeLessThan(1e-4 * plain.Max(Math.Abs));
    }

    [Fact]
    public void Fit_ClassWithoutImages_IsNeverPredicted()
    {
        int[] labels = [.. Train.Labels.ToArray().Select(label => label + 2)];
        FeatureSet train = new(Train.Values.ToArray(), 16, labels, ["none", "none too", "a", "b", "c", "d", "e", "nor this"]);
        SgdLinearProbeOptions options = new() { Epochs = 3 };

        LinearClassifier classifier = SgdLinearProbe.Fit(train, options);

        classifier.ClassCount.Should().Be(8);
        classifier.Bias.ToArray().Select(float.IsNegativeInfinity).Should().Equal(true, true, false, false, false, false, false, true);
        classifier.Predict(Test).Should().Equal(SgdLinearProbe.Fit(Train, options).Predict(Test).Select(label => label + 2));
    }

    [Fact]
    public void Fit_ManyImages_TakesNoLongerThanItsArithmetic()
    {
        // 40 epochs of 79 steps: if each cost a millisecond beyond its products, it would show.
        FeatureSet train = Features.Clusters(20_000, 64, 10, seed: 3);
        Stopwatch watch = Stopwatch.StartNew();
        SgdLinearProbe.Fit(train, new() { Epochs = 40 });
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Fit_FeaturesOfAnExtremeScale_SaysWhatToChange()
    {
        FeatureSet large = Features.Map(Train, (_, value) => value * 1e30f);
        FluentActions.Invoking(() => SgdLinearProbe.Fit(large)).Should().Throw<InvalidOperationException>().WithMessage("*diverged*Standardize*");
        SgdLinearProbe.Fit(large, new() { Standardize = true, Epochs = 3 }).Accuracy(large).Should().BeGreaterThan(0.5);
    }

    [Fact]
    public void Fit_WhatCannotBeTrainedOn_IsRefused()
    {
        FluentActions.Invoking(() => SgdLinearProbe.Fit(Features.Random(4, 6, seed: 1))).Should().Throw<ArgumentException>()
            .WithMessage("*label for each of the 4 images, found none*");
        FluentActions.Invoking(() => SgdLinearProbe.Fit(new FeatureSet([1, 2, 3], 1, [4, 4, 4]))).Should().Throw<ArgumentException>()
            .WithMessage("*at least two classes, found class 4 only*");
        FluentActions.Invoking(() => SgdLinearProbe.Fit(Train, new() { Epochs = 0, BatchSize = 0, Momentum = 1, LearningRate = -1, WeightDecay = 2 }))
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(5);
        FluentActions.Invoking(() => SgdLinearProbe.Fit(Train, new() { Momentum = 0 })).Should().Throw<OptionsValidationException>().WithMessage("*Nesterov*");
    }

    private static double Largest(ReadOnlySpan<float> actual, double[] expected)
        => actual.ToArray().Zip(expected, (left, right) => Math.Abs(left - right)).Max();
}
