using System.Text.RegularExpressions;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Interop;
using SimClr.Core.Tests.Data;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Evaluation;

/// <summary>Features and linear classifiers in files: the same after reading, and strictly read.</summary>
public sealed class SavedEvaluationTests : IDisposable
{
    private const string Features = "simclr.features";
    private const string Classifier = "simclr.linear_classifier";

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.At("saved.safetensors");

    public static TheoryData<string, string, string> WrongFeatures => new()
    {
        { "\"Version\":1", "\"Version\":2", "Expected version 1 of its layout, found 2." },
        { "\"Count\":3", "\"Count\":4", "'features' has shape [3, 2] instead of [4, 2]; 'labels' has shape [3] instead of [4]." },
        { "\"Dimension\":2", "\"Dimension\":-2", "'features' has shape [3, 2] instead of [3, -2]." },
        { "\"HasLabels\":true", "\"HasLabels\":false", "'labels' is unknown." },
        { "[\"cat\",\"dog\"]", "[\"cat\"]", "Label 1 of image 1 is not in [0, 1)*" },
        { "\"Count\":3", "\"More\":3", "*More*" },
        { "[\"cat\",\"dog\"]", "null", "*ClassNames*" },
        { "{\"Version\"", "[{\"Version\"", "*" },
    };

    public static TheoryData<string, string, string> WrongClassifiers => new()
    {
        { "\"Version\":1", "\"Version\":0", "Expected version 1 of its layout, found 0." },
        { "\"ClassCount\":2", "\"ClassCount\":0", "Expected at least one class and one feature, found 0 and 2." },
        { "\"Dimension\":2", "\"Dimension\":3", "'weight' has shape [2, 2] instead of [2, 3]." },
        { "[\"cat\",\"dog\"]", "[\"cat\"]", "Expected 2 names of classes or none, found 1." },
        { "\"L2\":", "\"L1\":", "*L1*" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Load_SavedFeatures_AreTheSame(bool labels, bool names)
    {
        FeatureSet saved = Set(labels, names);
        saved.Save(File);
        FeatureSet loaded = FeatureSet.Load(File);

        loaded.Values.ToArray().Should().Equal(saved.Values.ToArray());
        loaded.Dimension.Should().Be(2);
        loaded.HasLabels.Should().Be(labels);
        loaded.Labels.ToArray().Should().Equal(saved.Labels.ToArray());
        loaded.ClassNames.Should().Equal(saved.ClassNames);
        LiveTensors.LeftBy(3, () => Roundtrip(saved)).Should().Be(0);
    }

    [Fact]
    public void Load_SavedClassifier_IsTheSameAndPredictsAlike()
    {
        FeatureSet train = Set(labels: true, names: true);
        LinearClassifier saved = LinearProbe.Fit(train, new LinearProbeOptions { CandidateCount = 2, MaximumIterations = 5 });
        saved.Save(File);
        LinearClassifier loaded = LinearClassifier.Load(File);

        loaded.Weights.ToArray().Should().Equal(saved.Weights.ToArray());
        loaded.Bias.ToArray().Should().Equal(saved.Bias.ToArray());
        loaded.L2.Should().Be(saved.L2);
        loaded.Candidates.Should().Equal(saved.Candidates).And.NotBeEmpty();
        loaded.Converged.Should().Be(saved.Converged);
        loaded.ClassNames.Should().Equal("cat", "dog");
        loaded.Scores(train).Should().Equal(saved.Scores(train));
    }

    [Fact]
    public void Load_ClassWithoutAnImage_IsNeverPredictedStill()
    {
        FeatureSet train = new([0, 1, 1, 0, 2, 1], 2, [0, 1, 0], ["cat", "dog", "fish"]);
        SgdLinearProbe.Fit(train, new SgdLinearProbeOptions { Epochs = 2 }).Save(File);
        LinearClassifier.Load(File).Bias[2].Should().Be(float.NegativeInfinity);
    }

    [Fact]
    public void Load_SavedClassifier_IsALinearLayerToo()
    {
        FeatureSet train = Set(labels: true, names: false);
        LinearClassifier saved = SgdLinearProbe.Fit(train, new SgdLinearProbeOptions { Epochs = 2 });
        saved.Save(File);
        using TorchSharp.Modules.Linear linear = nn.Linear(2, 2);

        linear.LoadWeights(File);

        linear.weight.data<float>().ToArray().Should().Equal(saved.Weights.ToArray());
    }

    [Theory]
    [MemberData(nameof(WrongFeatures))]
    public void Load_OtherFeatures_SaysWhatIsWrong(string part, string replacement, string message)
    {
        Set(labels: true, names: true).Save(File);
        Change(Features, part, replacement);
        FluentActions.Invoking(() => FeatureSet.Load(File)).Should().Throw<SafeTensorsException>()
            .WithMessage($"{File} holds no feature set as expected: {message}");
    }

    [Theory]
    [MemberData(nameof(WrongClassifiers))]
    public void Load_OtherClassifier_SaysWhatIsWrong(string part, string replacement, string message)
    {
        SgdLinearProbe.Fit(Set(labels: true, names: true), new SgdLinearProbeOptions { Epochs = 2 }).Save(File);
        Change(Classifier, part, replacement);
        FluentActions.Invoking(() => LinearClassifier.Load(File)).Should().Throw<SafeTensorsException>()
            .WithMessage($"{File} holds no linear classifier as expected: {message}");
    }

    [Theory]
    [InlineData("weight", float.NaN, "Weight 1 of class 0 is NaN; all must be finite.")]
    [InlineData("bias", float.PositiveInfinity, "The bias of class 1 is *; it must be finite, or negative infinity.")]
    public void Load_NumbersThatAreNone_SaysWhich(string name, float value, string message)
    {
        SgdLinearProbe.Fit(Set(labels: true, names: true), new SgdLinearProbeOptions { Epochs = 2 }).Save(File);
        Rewrite(file =>
        {
            file.Tensors[name].view(-1)[1] = value;
            return new Dictionary<string, string>(file.Metadata);
        });
        FluentActions.Invoking(() => LinearClassifier.Load(File)).Should().Throw<SafeTensorsException>().WithMessage($"*: {message}");
    }

    [Fact]
    public void Load_FileOfAnotherKind_NamesWhatWasExpected()
    {
        Set(labels: false, names: false).Save(File);
        FluentActions.Invoking(() => LinearClassifier.Load(File)).Should().Throw<SafeTensorsException>()
            .WithMessage($"{File} holds no linear classifier: expected the metadata 'simclr.linear_classifier', found 'simclr.features'.");
        SafeTensorsFile.Write(File, new Dictionary<string, Tensor> { ["features"] = ones(3, 2) });
        FluentActions.Invoking(() => FeatureSet.Load(File)).Should().Throw<SafeTensorsException>()
            .WithMessage($"{File} holds no feature set: expected the metadata 'simclr.features', found none.");
        FluentActions.Invoking(() => FeatureSet.Load(_folder.At("none"))).Should().Throw<FileNotFoundException>();
    }

    private static FeatureSet Set(bool labels, bool names)
        => new([0.5f, -1, 1e-40f, 3, 7, -0f], 2, labels ? [0, 1, 1] : null, names ? ["cat", "dog"] : null);

    private void Roundtrip(FeatureSet set)
    {
        set.Save(File);
        FeatureSet.Load(File);
    }

    private void Change(string key, string part, string replacement) => Rewrite(file =>
    {
        string changed = new Regex(Regex.Escape(part)).Replace(file.Metadata[key], replacement, count: 1);
        changed.Should().NotBe(file.Metadata[key]);
        return new Dictionary<string, string> { [key] = changed };
    });

    private void Rewrite(Func<SafeTensorsFile, Dictionary<string, string>> change)
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(File);
        SafeTensorsFile.Write(File, file.Tensors, change(file));
    }
}
