using SimClr.Core.Augmentation;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.Onnx;
using SimClr.Core.Tensors;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.Onnx;

/// <summary>A written network in the package that reads such files.</summary>
public sealed class EmbedderExportTests
{
    private const int Side = 16;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Embed_FileThatSaysItsPreprocessing_GivesTheExtractorsFeatures(bool dynamicSize)
    {
        using DisposeScope scope = NewDisposeScope();
        ResNetOptions narrow = new() { WidthMultiplier = 1 / 16.0, Stem = ResNetStem.Cifar };
        using ResNetEncoder encoder = OnnxNetworks.Trained(
            new ResNetEncoder(ResNetDepth.ResNet10, narrow, seed: 3), OnnxNetworks.Images(8, Side, Side, seed: 2));
        ImagePreprocessing preprocessing = new(new ViewShape(3, Side, Side), new Resize(Side, Side), Normalize.ImageNet);
        DrawnImages source = new(5, side: 24);

        byte[] file = OnnxBytes.Of(encoder, new OnnxExportOptions
        {
            DynamicSize = dynamicSize,
            Height = dynamicSize ? null : Side,
            Preprocessing = preprocessing,
        });
        using OnnxImageEmbedder embedder = new(file, "encoder");
        float[] actual = [.. embedder.Embed(source).SelectMany(embedding => embedding.Vector.ToArray())];

        FeatureSet expected = new FeatureExtractor(encoder, new() { Preprocessing = preprocessing.Steps }).Extract(source);
        embedder.Dimension.Should().Be(encoder.FeatureDimension);
        long[] shape = [source.Count, encoder.FeatureDimension];
        OnnxNetworks.ShouldEqual(TensorTransfer.ToTensor(actual, shape, CPU), TensorTransfer.ToTensor(expected.Values, shape, CPU));
    }
}
