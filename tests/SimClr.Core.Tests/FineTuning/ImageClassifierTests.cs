using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.FineTuning;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Numerics;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.FineTuning;

public sealed class ImageClassifierTests
{
    private static readonly InMemorySource Images = Tuning.Images;

    [Fact]
    public void StateDict_EncoderHeadAndLinearLayer_HasTheirNames()
    {
        using SimClrModel pretrained = Tuning.Pretrained();
        using ImageClassifier classifier = new(Tuning.Create(1), 4, ((MlpProjectionHead)pretrained.ProjectionHead).CopyLayers(1));
        string[] names = [.. classifier.state_dict().Keys];
        names.Should().Contain(["encoder.conv1.weight", "projection_head.layers.0.weight", "projection_head.layers.1.running_mean"]);
        names.Should().Contain(["fc.weight", "fc.bias"]).And.HaveCount(classifier.Encoder.state_dict().Count + 6 + 2);
        classifier.state_dict()["fc.weight"].shape.Should().Equal(4, 12);
        classifier.FeatureDimension.Should().Be(12);
    }

    [Fact]
    public void Constructor_Seed_DeterminesNormalWeightsOfASmallDeviation()
    {
        using Encoder encoder = new ModuleEncoder(nn.Flatten(), 3, 192);
        float[] weights = Linear(seed: 3);
        weights.Should().Equal(Linear(seed: 3)).And.NotEqual(Linear(seed: 4));
        double deviation = Math.Sqrt(weights[..^50].Average(weight => (double)weight * weight));
        // 9600 draws: a twentieth of a per cent would be a fluke, three are not.
        deviation.Should().BeApproximately(0.01, 0.0003);
        weights[^50..].Should().OnlyContain(bias => bias == 0);

        float[] Linear(long seed)
        {
            using ImageClassifier classifier = new(encoder, 50, seed: seed) { DisposesParts = false };
            return SmallModel.Weights(classifier);
        }
    }

    [Fact]
    public void Scores_OfASource_AreTheLogitsInEvaluationMode()
    {
        using DisposeScope scope = NewDisposeScope();
        using ImageClassifier classifier = WithHead();
        classifier.train();

        float[] scores = classifier.Scores(Images);

        classifier.training.Should().BeTrue();
        classifier.ProjectionHead!.training.Should().BeTrue();
        classifier.eval();
        // The extractor folds batch norms into convolutions, which changes the rounding of a handful of layers.
        double largest = scores.Zip(Logits(classifier), (score, logit) => (double)Math.Abs(score - logit)).Max();
        largest.Should().BeLessThan(1e-5 * scores.Max(Math.Abs));
        classifier.Predict(Images).Should().Equal(Enumerable.Range(0, Images.Count)
            .Select(image => Array.IndexOf(scores[(4 * image)..(4 * image + 4)], scores[(4 * image)..(4 * image + 4)].Max())));
    }

    [Fact]
    public void Evaluate_LabeledImages_CountsPredictionsAndTheBestK()
    {
        using ImageClassifier classifier = WithHead();
        int[] labels = [.. Enumerable.Range(0, Images.Count).Select(image => Images.GetLabel(image)!.Value)];

        ClassificationReport report = classifier.Evaluate(Images);

        report.Accuracy.Should().Be(new ClassificationReport(labels, classifier.Predict(Images), 4).Accuracy);
        classifier.TopKAccuracy(Images, 1).Should().Be(report.Accuracy);
        classifier.TopKAccuracy(Images, 2).Should().Be(ClassificationReport.TopKAccuracy(classifier.Scores(Images), labels, 2));
        classifier.TopKAccuracy(Images, 4).Should().Be(1);
    }

    [Fact]
    public void Evaluate_ImagesWithoutLabels_AreRefusedBeforeOneIsRead()
    {
        using ImageClassifier classifier = new(Tuning.Create(1), 4);
        DrawnImages images = new(6);
        classifier.Invoking(it => it.Evaluate(images)).Should().Throw<ArgumentException>().WithMessage("*a label for each of the 6 images, found none*");
        classifier.Invoking(it => it.TopKAccuracy(images, 5)).Should().Throw<ArgumentException>().WithMessage("*found none*");
        images.Reads.Should().Be(0);
    }

    [Fact]
    public void ToLinearClassifier_OnExtractedFeatures_GivesTheSameScores()
    {
        using ImageClassifier classifier = new(Tuning.Create(1), 4, seed: 1);
        FeatureSet features = new FeatureExtractor(classifier.Encoder).Extract(Images);
        float[] scores = classifier.ToLinearClassifier().Scores(features);
        scores.Zip(classifier.Scores(Images), (left, right) => Math.Abs(left - right)).Max().Should().BeLessThan(1e-6f);
        classifier.ToLinearClassifier().Evaluate(features).Accuracy.Should().Be(classifier.Evaluate(Images).Accuracy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dispose_PartsOwnedOrBorrowed_EndsOrLeavesThem(bool disposes)
    {
        using Encoder encoder = Tuning.Create(1);
        ImageClassifier classifier = new(encoder, 4) { DisposesParts = disposes };
        classifier.Dispose();
        Action use = () => new FeatureExtractor(encoder).Extract(Images);
        if (disposes)
            use.Should().Throw<ObjectDisposedException>();
        else
            use.Should().NotThrow();
        classifier.Invoking(it => it.Predict(Images)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Preprocessing_Set_IsAppliedUnlessTheCallHasAnother()
    {
        using ImageClassifier classifier = new(Tuning.Create(1), 4) { Preprocessing = new AugmentationPipeline().Normalize([0.5f, 0.5f, 0.5f], [0.2f, 0.2f, 0.2f]) };
        float[] prepared = classifier.Scores(Images);
        classifier.Scores(Images, new() { Preprocessing = AugmentationPipeline.Identity }).Should().NotEqual(prepared);
        classifier.Preprocessing = null;
        classifier.Scores(Images).Should().NotEqual(prepared);
    }

    [Fact]
    public void SaveWeights_LoadedIntoAnother_GivesTheSameScores()
    {
        using TemporaryFolder folder = new();
        using ImageClassifier first = new(Tuning.Create(1), 4, seed: 1);
        using ImageClassifier second = new(Tuning.Create(2), 4, seed: 2);
        first.SaveWeights(folder.At("classifier.safetensors"));
        second.LoadWeights(folder.At("classifier.safetensors"));
        second.Scores(Images).Should().Equal(first.Scores(Images));
    }

    [Fact]
    public void Constructor_HeadOfAnotherLength_IsRefused()
    {
        using Encoder encoder = Tuning.Create(1);
        using MlpProjectionHead head = new(99);
        FluentActions.Invoking(() => new ImageClassifier(encoder, 4, head)).Should().Throw<ArgumentException>().WithMessage("*length 16*expects 99*");
    }

    private static ImageClassifier WithHead()
    {
        using SimClrModel pretrained = Tuning.Pretrained();
        return new ImageClassifier(Tuning.Create(1), 4, ((MlpProjectionHead)pretrained.ProjectionHead).CopyLayers(2), seed: 1);
    }

    private static float[] Logits(ImageClassifier classifier)
    {
        float[] pixels = FeatureSet.FromPixels(Images).Values.ToArray();
        using IDisposable mode = no_grad();
        return [.. classifier.call(tensor(pixels, [Images.Count, 3, 8, 8])).data<float>()];
    }
}
