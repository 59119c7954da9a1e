using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Interop;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.Onnx;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Embeddings;
using SimClr.Core.Tests.Training;

namespace SimClr.Core.Tests.Onnx;

/// <summary>From a pipeline through an ONNX file to vectors without libtorch.</summary>
public sealed class ExportedModelTests : IDisposable
{
    private static readonly DrawnImages Images = new(7, side: 20);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pipeline_ThroughAFile_GivesItsOwnVectors()
    {
        using SimClrPipeline simclr = Pipeline();
        simclr.Train();
        simclr.ExportOnnx(_folder.At("encoder.onnx"));
        using ImageEmbedder own = simclr.CreateEmbedder();

        using OnnxImageEmbedder exported = new(_folder.At("encoder.onnx"), new() { Embedding = { BatchSize = 3 } });

        exported.Preprocessing.ToJson().Should().Be(own.Preprocessing.ToJson()).And.Contain("Normalize");
        exported.Dimension.Should().Be(own.Dimension);
        exported.Metadata.Should().ContainKeys(ImagePreprocessing.MetadataKey, OnnxExporter.VersionKey);
        foreach ((ImageEmbedding one, ImageEmbedding other) in exported.Embed(Images).Zip(own.Embed(Images)))
            EmbeddingVectors.ShouldBeEqual(one.Vector, other.Vector);
    }

    [Fact]
    public void Export_WithTheHead_GivesItsOutputByName()
    {
        using SimClrPipeline simclr = Pipeline();
        simclr.ExportOnnx(_folder.At("model.onnx"), options => options.Layers = [0, 2]);

        using OnnxImageEmbedder embedding = new(_folder.At("model.onnx"), new() { OutputName = "embedding" }), features = new(_folder.At("model.onnx"));

        embedding.Dimension.Should().Be(8);
        features.Dimension.Should().Be(simclr.Encoder.FeatureDimension);
    }

    [Fact]
    public void Export_PreprocessingThatDoesNotFit_IsRefused()
    {
        using SimClrPipeline simclr = Pipeline();
        ImagePreprocessing custom = new(new ViewShape(3, 16, 16), new LambdaAugmentation("Own", (_, _) => { }));

        Export(options => options.Preprocessing = custom).Should().Throw<Exception>().WithMessage("*custom step*Own*");
        Export(options => options.Height = 24).Should().Throw<Exception>().WithMessage("*[3, 16, 16]*24 x 24*");
        Export(options => options.Preprocessing = new(new ViewShape(1, 16, 16))).Should().Throw<ArgumentException>().WithMessage("*expects 3 channels*");
        Directory.EnumerateFiles(_folder.Path).Should().BeEmpty();

        Action Export(Action<OnnxExportOptions> configure) => () => simclr.ExportOnnx(_folder.At("x.onnx"), configure);
    }

    private static SimClrPipeline Pipeline() => new SimClrBuilder()
        .UseImages(Images)
        .UseAugmentations(a => a.RandomResizedCrop(16).RandomHorizontalFlip().Normalize([0.5f], [0.25f]))
        .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (1 / 16.0, ResNetStem.Cifar))
        .UseProjectionHead(o => o.OutputDimension = 8)
        .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (4, 1))
        .Build();
}
