using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Evaluation.Probing;

/// <summary>With few images of many features the probe works in the space that the images span, and finds the same.</summary>
public sealed class FewImagesProbeTests
{
    private const double Tolerance = 1e-15;

    [Theory]
    [InlineData(1)]
    [InlineData(0.01)]
    [InlineData(1e-4)]
    public void Fit_FewImages_FindsWhatAllFeaturesGive(double l2)
    {
        FeatureSet train = Features.Clusters(24, 60, 3, seed: 4, width: 2);
        LinearProbeOptions options = new()
            { MinimumL2 = l2, MaximumL2 = l2, CandidateCount = 1, Tolerance = Tolerance, MaximumIterations = 2000 };

        LinearClassifier classifier = LinearProbe.Fit(train, options);

        (double[] weights, double[] bias) = TrainOnAllFeatures(train, l2);
        classifier.Converged.Should().BeTrue();
        // Where the objective is within the tolerance of its minimum, the weights are within this of theirs; then single precision.
        double distance = 2 * Math.Sqrt(2 * Tolerance / l2) + 1e-6 * weights.Max(Math.Abs);
        Largest(classifier.Weights, weights).Should().BeLessThan(distance);
        Largest(classifier.Bias, bias).Should().BeLessThan(train.Dimension * distance);
        LinearProbe.Fit(train, options).Weights.ToArray().Should().Equal(classifier.Weights.ToArray());
    }

    [Fact]
    public void Fit_FeatureThatNeverChanges_HasNoWeight()
    {
        FeatureSet train = Features.Map(Features.Clusters(20, 50, 2, seed: 5), (feature, value) => feature is 1 or 40 ? 7.5f : value);

        LinearClassifier classifier = LinearProbe.Fit(train);

        foreach (int feature in (int[])[1, 40, 50 + 1, 50 + 40])
            classifier.Weights[feature].Should().Be(0);
        classifier.Accuracy(train).Should().Be(1);
    }

    [Fact]
    public void Fit_FewImages_IsFitInTheirSpace()
    {
        FeatureSet train = Features.Clusters(12, 500, 3, seed: 6);
        using DisposeScope scope = NewDisposeScope();
        ProbeData data = new(train, ClassBalancedSplit.Of(train.Labels, 0.25, 0), [0, 1, 2], CPU);
        data.Origin.shape.Should().Equal(3, 12 + 1);
    }

    // The direct way, from the standardized features on in double precision.
    private static (double[] Weights, double[] Bias) TrainOnAllFeatures(FeatureSet train, double l2)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor features = FeatureTensors.ToTensor(train, 0..train.Count, CPU);
        Standardization standardization = Standardization.Apply(features);
        Tensor labels = tensor(train.Labels.ToArray(), ScalarType.Int64).unsqueeze(0);
        SoftmaxRegressionObjective objective = new(features.to(ScalarType.Float64), labels, l2, inverseBound: null);
        Tensor origin = zeros(3, train.Dimension + 1, ScalarType.Float64);
        Tensor point = new LimitedMemoryBfgs(objective, maximumIterations: 5000, Tolerance).Minimize(origin);
        (float[] weights, float[] bias) = standardization.Undo(point, [0, 1, 2], classCount: 3);
        return ([.. weights.Select(weight => (double)weight)], [.. bias.Select(value => (double)value)]);
    }

    private static double Largest(ReadOnlySpan<float> actual, double[] expected)
        => actual.ToArray().Zip(expected, (left, right) => Math.Abs(left - right)).Max();
}
