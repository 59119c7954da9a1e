using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using SimClr.Core.Tests.Models;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Evaluation;

public sealed class FoldedExtractionTests
{
    private static readonly DrawnImages Images = new(23);

    [Fact]
    public void Extract_ResNet_RunsFoldedAndFollowsItsWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        using ResNetEncoder encoder = new(ResNetDepth.ResNet18, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 0.125 });
        GoldenResNet.Fill(encoder);
        encoder.train();
        float[] weights = SmallModel.Weights(encoder);
        FeatureExtractor extractor = new(encoder);

        float[] features = extractor.Extract(Images).Values.ToArray();
        float[] again = extractor.Extract(Images).Values.ToArray();
        SmallModel.Weights(encoder).Should().Equal(weights);
        using (no_grad())
            encoder.parameters().First().mul_(-1);
        float[] changed = extractor.Extract(Images).Values.ToArray();
        using Encoder snapshot = encoder.CreateInferenceSnapshot()!;
        (float[] unfolded, float[] folded) = (Forward(encoder), Forward(snapshot));

        again.Should().Equal(features);
        changed.Should().NotEqual(features).And.Equal(folded).And.NotEqual(unfolded, "folding rounds otherwise");
        changed.Zip(unfolded, (left, right) => Math.Abs((double)left - right)).Max()
            .Should().BeLessThan(2 * NetworkBounds.Features(encoder, ScalarType.Float32) * unfolded.Max());
    }

    [Fact]
    public void Extract_WithALayerOfTheHead_StillRunsTheEncoderFolded()
    {
        using DisposeScope scope = NewDisposeScope();
        ResNetEncoder encoder = new(ResNetDepth.ResNet18, new ResNetOptions { Stem = ResNetStem.Cifar, WidthMultiplier = 0.125 });
        GoldenResNet.Fill(encoder);
        using SimClrModel model = new(encoder, new MlpProjectionHead(encoder.FeatureDimension, new() { OutputDimension = 4 }));

        FeatureSet both = new FeatureExtractor(model, new() { ReadOut = new ReadOut { Layers = [0, 2] } }).Extract(Images);

        float[] h = [.. Enumerable.Range(0, both.Count).SelectMany(image => both.Row(image)[..encoder.FeatureDimension].ToArray())];
        h.Should().Equal(new FeatureExtractor(encoder).Extract(Images).Values.ToArray());
        h.Should().NotEqual(Forward(encoder), "folding rounds otherwise");
    }

    private static float[] Forward(Encoder encoder)
    {
        using IDisposable noGradient = no_grad();
        encoder.eval();
        float[] features = [];
        using DelegateEncoder spy = new(3, 3, images =>
        {
            features = TensorTransfer.ToArray(encoder.call(images));
            return images.mean([2, 3]);
        });
        new FeatureExtractor(spy).Extract(Images);
        return features;
    }
}
