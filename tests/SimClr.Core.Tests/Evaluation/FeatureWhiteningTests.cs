using System.Text.Json;
using Microsoft.Extensions.Options;
using SimClr.Core.Evaluation;
using SimClr.Core.Interop;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Evaluation;

public sealed class FeatureWhiteningTests : IDisposable
{
    // Sums of some hundred products in single precision, of features and matrices of order 10.
    private const double Rounding = 1e-4;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden().GetArrayLength())];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_Features_GivesWhatNumPyGivesBySingularValues(int number)
    {
        JsonElement golden = Golden()[number];
        FeatureSet features = Waves(golden.GetProperty("images").GetInt32(), golden.GetProperty("dimension").GetInt32());
        JsonElement components = golden.GetProperty("components");

        FeatureWhitening whitening = FeatureWhitening.Fit(features, new FeatureWhiteningOptions
        {
            Strength = golden.Number("strength"),
            Floor = golden.Number("floor"),
            Components = components.ValueKind == JsonValueKind.Null ? null : components.GetInt32(),
        });

        double[] expected = golden.Numbers("whitened");
        whitening.Apply(features).Values.ToArray().Select(value => (double)value)
            .Should().Equal(expected, (value, other) => Math.Abs(value - other) < Rounding);
        whitening.OutputDimension.Should().Be(expected.Length / features.Count);
    }

    [Fact]
    public void Apply_FullStrength_LeavesTheUnitMatrixAsCovariance()
    {
        FeatureSet features = Features.Map(Features.Random(500, 5, seed: 1), (index, value) => (index + 1) * value + 7);
        double[,] covariance = Covariance(FeatureWhitening.Fit(features, new() { Strength = 1 }).Apply(features));
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 5; j++)
                covariance[i, j].Should().BeApproximately(i == j ? 1 : 0, Rounding);
    }

    [Fact]
    public void Apply_TwoFeatures_IsTheClosedForm()
    {
        // Along the axes of x + y and x - y with variances 8 and 2.
        FeatureSet features = new([2, 2, -2, -2, 1, -1, -1, 1], 2);
        FeatureWhitening whitening = FeatureWhitening.Fit(features, new() { Strength = 0.5 });
        (double sum, double difference) = (Math.Pow(16.0 / 3, -0.25), Math.Pow(4.0 / 3, -0.25));
        double[] expected = [(sum + difference) / 2, (sum - difference) / 2, (sum - difference) / 2, (sum + difference) / 2];
        whitening.Matrix.ToArray().Select(value => (double)value).Should().Equal(expected, (value, other) => Math.Abs(value - other) < 1e-6);
        whitening.Mean.ToArray().Should().Equal(0, 0);
    }

    [Fact]
    public void Apply_ClassesHiddenBehindAGreatDirection_FindsThem()
    {
        FeatureSet clusters = Features.Clusters(600, 8, 3, seed: 2);
        FeatureSet hidden = Features.Map(clusters, (index, value) => index == 0 ? 100 * value : value);
        (FeatureSet bank, FeatureSet queries) = hidden.HoldOut(0.3);
        FeatureWhitening whitening = FeatureWhitening.Fit(bank, new() { Floor = 1e-6 });
        KnnClassifier.Fit(whitening.Apply(bank)).Accuracy(whitening.Apply(queries))
            .Should().BeGreaterThan(KnnClassifier.Fit(bank).Accuracy(queries) + 0.2);
    }

    [Fact]
    public void Apply_LabeledFeatures_KeepsLabelsAndNames()
    {
        FeatureSet features = new([1, 2, 3, 5, 8, 1], 2, [1, 0, 1], ["cat", "dog"]);
        FeatureSet whitened = FeatureWhitening.Fit(features, new() { Components = 1 }).Apply(features);
        whitened.Dimension.Should().Be(1);
        whitened.Labels.ToArray().Should().Equal(1, 0, 1);
        whitened.ClassNames.Should().Equal("cat", "dog");
    }

    [Fact]
    public void Apply_ManyImages_DoesTheSameToEach()
    {
        FeatureSet features = Features.Random(9000, 2, seed: 5); // in blocks of 8192
        FeatureWhitening whitening = FeatureWhitening.Fit(features);
        FeatureSet last = whitening.Apply(features.Subset(8999));
        whitening.Apply(features).Row(8999).ToArray().Should().Equal(last.Row(0).ToArray(), (value, other) => Math.Abs(value - other) < 1e-6);
    }

    [Fact]
    public void Load_Saved_IsTheSameAndLeavesNoTensors()
    {
        FeatureSet features = Features.Random(20, 4, seed: 3);
        FeatureWhitening saved = FeatureWhitening.Fit(features, new() { Components = 3 });
        saved.Save(_folder.At("whitening.safetensors"));
        FeatureWhitening loaded = FeatureWhitening.Load(_folder.At("whitening.safetensors"));
        loaded.Apply(features).Values.ToArray().Should().Equal(saved.Apply(features).Values.ToArray());
        LiveTensors.LeftBy(3, () => FeatureWhitening.Fit(features).Apply(features)).Should().Be(0);
        FluentActions.Invoking(() => FeatureSet.Load(_folder.At("whitening.safetensors"))).Should().Throw<SafeTensorsException>();
    }

    [Fact]
    public void Load_OfSomethingElse_IsRefused()
    {
        Features.Random(3, 2, seed: 1).Save(_folder.At("features.safetensors"));
        FluentActions.Invoking(() => FeatureWhitening.Load(_folder.At("features.safetensors")))
            .Should().Throw<SafeTensorsException>().WithMessage("*holds no whitening of features*");
    }

    [Fact]
    public void Fit_BadInput_SaysWhatIsWrong()
    {
        FluentActions.Invoking(() => FeatureWhitening.Fit(new FeatureSet([1, 2, 1, 2], 2)))
            .Should().Throw<ArgumentException>().WithMessage("Expected features that differ between images, found 2 images with the same.*");
        FluentActions.Invoking(() => FeatureWhitening.Fit(new FeatureSet([1, 2], 2))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => FeatureWhitening.Fit(Features.Random(5, 2, seed: 1), new() { Components = 3 }))
            .Should().Throw<ArgumentException>().WithMessage("Expected at least 3 features*found 2.*");
        FluentActions.Invoking(() => FeatureWhitening.Fit(Features.Random(5, 2, seed: 1), new() { Strength = 1.1 })).Should().Throw<OptionsValidationException>();
        FluentActions.Invoking(() => FeatureWhitening.Fit(Features.Random(5, 2, seed: 1), new() { Components = 0 })).Should().Throw<OptionsValidationException>();
        FluentActions.Invoking(() => FeatureWhitening.Fit(Features.Random(5, 2, seed: 1)).Apply(Features.Random(5, 3, seed: 1)))
            .Should().Throw<ArgumentException>().WithMessage("Expected features of dimension 2, found 3.*");
    }

    private static JsonElement Golden() => JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("whitening.json"))).RootElement;

    // As the script makes them.
    private static FeatureSet Waves(int images, int dimension)
    {
        float[] values = new float[images * dimension];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(Math.Sin(1.7 * i + 0.01 * i * i) * Math.Pow(1 + i % dimension, 1.5) + 2);
        return new FeatureSet(values, dimension);
    }

    private static double[,] Covariance(FeatureSet features)
    {
        double[,] covariance = new double[features.Dimension, features.Dimension];
        for (int i = 0; i < features.Dimension; i++)
            for (int j = 0; j < features.Dimension; j++)
                covariance[i, j] = Enumerable.Range(0, features.Count).Sum(image => (double)features.Row(image)[i] * features.Row(image)[j]) / (features.Count - 1);
        return covariance;
    }
}
