using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.Models.Inference;
using SimClr.Core.Tensors;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>Layers of the head, normalized features and a classifier's scores in OnnxRuntime against the library.</summary>
public sealed class OutputExportTests
{
    private const int Side = 16;

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void Run_EveryLayerOfAHead_GivesItsOutput(int count, bool batchNorm)
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = Model(new() { Layers = count, HiddenDimension = 24, OutputDimension = 20, BatchNorm = batchNorm });
        using IDisposable noGradient = no_grad();
        using OnnxRun run = OnnxRun.Of(model, new OnnxExportOptions { Height = Side, Layers = [.. Enumerable.Range(0, count + 1)] });
        Tensor images = OnnxNetworks.Images(3, Side, Side);
        (Tensor representation, Tensor embedding) = model.call(images);

        string[] names = ["features", .. Enumerable.Range(1, count).Select(layer => layer == count ? "embedding" : $"layer{layer}")];
        run.Outputs.Should().Equal(names);
        OnnxNetworks.ShouldEqual(run.Run(images), representation);
        IReadOnlyList<Tensor> layers = count == 0 ? [] : model.ProjectionHead.LayerOutputs(representation, count);
        for (int layer = 1; layer <= count; layer++)
            OnnxNetworks.ShouldEqual(run.Run(images, names[layer]), layers[layer - 1]);
        if (count > 0)
            OnnxNetworks.ShouldEqual(run.Run(images, "embedding"), embedding);
    }

    [Fact]
    public void Run_OneHiddenLayer_GivesThatAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = Model(new() { Layers = 3, HiddenDimension = 24, OutputDimension = 20 });
        using IDisposable noGradient = no_grad();
        byte[] bytes = OnnxBytes.Of(model, new OnnxExportOptions { Height = Side, Layers = [1] });
        using OnnxRun run = new(bytes);
        Tensor images = OnnxNetworks.Images(3, Side, Side);
        run.Outputs.Should().Equal("layer1");
        OnnxNetworks.ShouldEqual(run.Run(images, "layer1"), model.ProjectionHead.LayerOutputs(model.Encoder.call(images), 1)[0]);
        global::Onnx.ModelProto.Parser.ParseFrom(bytes).Graph.Initializer.Select(weight => weight.Name)
            .Where(name => name.StartsWith("projection_head.", StringComparison.Ordinal))
            .Should().Equal("projection_head.layers.0.weight", "projection_head.layers.0.bias");
    }

    [Fact]
    public void Run_HeadOfTheUsers_GivesItsEmbedding()
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = new(Encoder(), new DescribedHead());
        using IDisposable noGradient = no_grad();
        using OnnxRun run = OnnxRun.Of(model, new OnnxExportOptions { Height = Side, Layers = [1] });
        Tensor images = OnnxNetworks.Images(3, Side, Side);
        OnnxNetworks.ShouldEqual(run.Run(images, "embedding"), model.call(images).Embedding);
    }

    [Fact]
    public void Run_Extraction_GivesTheExtractorsFeatures()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = Encoder();
        DrawnImages source = new(5, Side);
        using ModuleEncoder flattening = new(nn.Flatten(), 3, 3 * Side * Side);
        Tensor images = ToTensor(new FeatureExtractor(flattening).Extract(source)).view(source.Count, 3, Side, Side);
        using OnnxRun run = OnnxRun.Of(encoder, new OnnxExportOptions { Height = Side });
        OnnxNetworks.ShouldEqual(run.Run(images), ToTensor(new FeatureExtractor(encoder).Extract(source)));
    }

    [Fact]
    public void Run_Normalized_GivesRowsOfLengthOne()
    {
        using DisposeScope scope = NewDisposeScope();
        const int features = 6;
        using DescribedEncoder encoder = DescribedEncoder.Flattening(features);
        using OnnxRun run = OnnxRun.Of(encoder, new OnnxExportOptions { Height = 1, Width = features, Normalize = true });
        // The squares of the last three rows overflow, vanish, and are no normal numbers.
        Tensor rows = OnnxNetworks.Images(5, 1, features, channels: 1) * tensor(new[] { 1f, 0, 1e30f, 1e-30f, 1e-39f }).view(5, 1, 1, 1);
        float[] values = TensorTransfer.ToArray(rows);
        float[] expected = new float[values.Length];
        for (int row = 0; row < 5; row++)
            UnitLength.Normalize(values.AsSpan(row * features, features), expected.AsSpan(row * features, features));

        float[] actual = TensorTransfer.ToArray(run.Run(rows));

        actual.AsSpan(features, features).ToArray().Should().OnlyContain(value => value == 0);
        for (int at = 0; at < actual.Length - features; at++)
            actual[at].Should().BeApproximately(expected[at], 1e-6f);
        // A processor may take numbers that are no normal ones for zero.
        actual[^features..].Should().OnlyContain(value => float.IsFinite(value) && Math.Abs(value) <= 1.0001f);
    }

    [Fact]
    public void Run_NormalizedWithAClassifier_ClassifiesTheFeaturesAsTheyAre()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = Encoder();
        using IDisposable noGradient = no_grad();
        LinearClassifier classifier = Classifier(3, encoder.FeatureDimension);
        using OnnxRun run = OnnxRun.Of(encoder, new OnnxExportOptions { Height = Side, Normalize = true, Classifier = classifier });
        Tensor images = OnnxNetworks.Images(3, Side, Side);
        Tensor representation = encoder.call(images);
        OnnxNetworks.ShouldEqual(run.Run(images), nn.functional.normalize(representation, 2, 1));
        OnnxNetworks.ShouldEqual(run.Run(images, "scores"), Scores(classifier, representation));
    }

    [Fact]
    public void Run_ClassifierOfSeveralLayers_GivesItsScores()
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = Model(new() { Layers = 2, HiddenDimension = 24, OutputDimension = 20 });
        using IDisposable noGradient = no_grad();
        LinearClassifier classifier = Classifier(4, 24 + model.Encoder.FeatureDimension);
        OnnxExportOptions options = new() { Height = Side, Layers = [], Classifier = classifier, ClassifierLayers = [1, 0] };
        using OnnxRun run = OnnxRun.Of(model, options);
        Tensor images = OnnxNetworks.Images(3, Side, Side);
        Tensor representation = model.Encoder.call(images);
        Tensor joined = cat([model.ProjectionHead.LayerOutputs(representation, 1)[0], representation], 1);
        run.Outputs.Should().Equal("scores");
        OnnxNetworks.ShouldEqual(run.Run(images, "scores"), Scores(classifier, joined));
    }

    [Fact]
    public void Run_ClassWithoutATrainingImage_HasTheScoreMinusInfinity()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = Encoder();
        LinearClassifier classifier = Classifier(3, encoder.FeatureDimension, bias: [0, float.NegativeInfinity, 0.5f]);
        using OnnxRun run = OnnxRun.Of(encoder, new OnnxExportOptions { Height = Side, Layers = [], Classifier = classifier });
        Tensor scores = run.Run(OnnxNetworks.Images(2, Side, Side), "scores");
        scores.isneginf().any(0).data<bool>().ToArray().Should().Equal(false, true, false);
        scores.isfinite().all(0).data<bool>().ToArray().Should().Equal(true, false, true);
    }

    private static ResNetEncoder Encoder()
    {
        ResNetEncoder encoder = new(ResNetDepth.ResNet10, new() { WidthMultiplier = 1 / 16.0, Stem = ResNetStem.Cifar }, seed: 3);
        return OnnxNetworks.Trained(encoder, OnnxNetworks.Images(8, Side, Side, seed: 2));
    }

    private static SimClrModel Model(ProjectionHeadOptions options)
    {
        ResNetEncoder encoder = Encoder();
        MlpProjectionHead head = new(encoder.FeatureDimension, options, seed: 3);
        using IDisposable noGradient = no_grad();
        return new SimClrModel(encoder, OnnxNetworks.Trained(head, encoder.call(OnnxNetworks.Images(8, Side, Side, seed: 2))));
    }

    private static LinearClassifier Classifier(int classes, int dimension, float[]? bias = null)
    {
        float[] weights = [.. Enumerable.Range(0, classes * dimension).Select(at => MathF.Sin(0.7f * at))];
        bias ??= [.. Enumerable.Range(0, classes).Select(at => MathF.Cos(at))];
        return new LinearClassifier(weights, bias, CPU) { L2 = 0, Candidates = [], Converged = true };
    }

    private static Tensor Scores(LinearClassifier classifier, Tensor features)
    {
        float[] scores = classifier.Scores(new FeatureSet(TensorTransfer.ToArray(features), (int)features.shape[1]));
        return TensorTransfer.ToTensor(scores, [features.shape[0], classifier.ClassCount], CPU);
    }

    private static Tensor ToTensor(FeatureSet features)
        => TensorTransfer.ToTensor(features.Values, [features.Count, features.Dimension], CPU);

    private sealed class DescribedHead() : ProjectionHead(nameof(DescribedHead), 32, 32)
    {
        public override Tensor forward(Tensor input) => input.sigmoid();

        public override GraphValue Describe(InferenceGraph graph, GraphValue representations) => graph.Sigmoid(representations);
    }
}
