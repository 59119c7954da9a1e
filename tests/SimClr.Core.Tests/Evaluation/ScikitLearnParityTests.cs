using System.Text.Json;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;

namespace SimClr.Core.Tests.Evaluation;

/// <summary>Features like a network's, classified by scikit-learn and here: the same accuracies, losses and reports.</summary>
public sealed class ScikitLearnParityTests
{
    private const double Points = 0.002;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void LinearProbe_OneL2_HasTheAccuracyAndLossOfLogisticRegression(int number)
    {
        JsonElement golden = ClassificationGolden.Cases("linear")[number];
        double l2 = golden.Number("l2");

        // By default the fit ends a millionth of a nat above the minimum, which says less about images that it has not seen.
        LinearProbeOptions options = new() { MinimumL2 = l2, MaximumL2 = l2, CandidateCount = 1, Tolerance = 1e-9 };

        LinearClassifier classifier = LinearProbe.Fit(ClassificationGolden.Train, options);

        (double train, double test) = (golden.Number("trainLoss"), golden.Number("testLoss"));
        Loss(classifier, ClassificationGolden.Train).Should().BeApproximately(train, 1e-3 * train);
        Loss(classifier, ClassificationGolden.Test).Should().BeApproximately(test, 1e-3 * test);
        ShouldAgree(classifier.Evaluate(ClassificationGolden.Test), golden);
        classifier.TopKAccuracy(ClassificationGolden.Test, 5).Should().BeApproximately(golden.Number("top5"), Points);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void KnnClassifier_OfCosineAndExponentialWeights_HasTheAccuracyOfKNeighbors(int number)
    {
        JsonElement golden = ClassificationGolden.Cases("knn")[number];
        KnnClassifier classifier = KnnClassifier.Fit(
            ClassificationGolden.Train,
            new() { NeighborCount = (int)golden.Number("count"), Temperature = golden.Number("temperature") });

        float[] scores = classifier.Scores(ClassificationGolden.Test);

        int[] labels = ClassificationGolden.Test.Labels.ToArray();
        labels.Select((label, image) => (double)scores[image * ClassificationGolden.Classes + label]).Average()
            .Should().BeApproximately(golden.Number("share"), 1e-3 * golden.Number("share"));
        scores.Chunk(ClassificationGolden.Classes).Should().OnlyContain(row => Math.Abs(row.Sum() - 1) < 1e-5f);
        ShouldAgree(classifier.Evaluate(ClassificationGolden.Test), golden);
    }

    private static void ShouldAgree(ClassificationReport report, JsonElement golden)
    {
        report.Accuracy.Should().BeApproximately(golden.Number("accuracy"), Points);
        report.TopKAccuracy(1).Should().Be(report.Accuracy);
        report.TopKAccuracy(5).Should().BeApproximately(golden.Number("top5"), Points);
        report.MacroPrecision.Should().BeApproximately(golden.Number("macroPrecision"), Points);
        report.MacroRecall.Should().BeApproximately(golden.Number("macroRecall"), Points);
        report.MacroF1.Should().BeApproximately(golden.Number("macroF1"), Points);
        report.MeanClassAccuracy.Should().BeApproximately(golden.Number("balanced"), Points);
        // Of 100 images a class: two that differ.
        ShouldBeNear(report.Precision, golden.Numbers("precision"));
        ShouldBeNear(report.ClassAccuracy, golden.Numbers("recall"));
        ShouldBeNear(report.F1, golden.Numbers("f1"));
    }

    private static void ShouldBeNear(Func<int, double> actual, double[] expected)
        => Enumerable.Range(0, ClassificationGolden.Classes).Select(actual)
            .Should().Equal(expected, (left, right) => Math.Abs(left - right) <= 0.02);

    // The mean cross entropy in nats.
    private static double Loss(LinearClassifier classifier, FeatureSet set)
    {
        int[] labels = set.Labels.ToArray();
        return classifier.Scores(set).Chunk(classifier.ClassCount).Select((scores, image) =>
        {
            double greatest = scores.Max();
            return greatest + Math.Log(scores.Sum(score => Math.Exp(score - greatest))) - scores[labels[image]];
        }).Average();
    }
}
