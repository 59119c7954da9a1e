using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Onnx;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training;

namespace SimClr.Core.Tests.Onnx;

/// <summary>On the ResNet-18 trained on ImageNet that ML.NET ships: IR 3, opset 8, one image at a time, no metadata.</summary>
public sealed class OnnxImageEmbedderTests(OnnxImageEmbedderTests.Model model) : IClassFixture<OnnxImageEmbedderTests.Model>
{
    private static readonly DrawnImages Images = new(3, side: 240);

    private OnnxImageEmbedder Embedder => model.Embedder;

    [Fact]
    public void Model_FromElsewhere_IsDescribed()
    {
        Embedder.Dimension.Should().Be(512);
        Embedder.InputChannels.Should().Be(3);
        Embedder.ModelId.Should().MatchRegex("^ResNet18-[0-9a-f]{16}$");
        Embedder.Preprocessing.Should().BeSameAs(ImagePreprocessing.ImageNet);
    }

    [Fact]
    public void Embed_SeveralImages_GivesThoseOfEachAlone()
    {
        ImageEmbedding[] together = [.. Embedder.Embed(Images)];

        together.Should().HaveCount(3);
        for (int index = 0; index < 3; index++)
            together[index].Vector.ToArray().Should().Equal(Embedder.Embed(Images.Read(index)).ToArray());
        together[0].Vector.ToArray().Should().NotEqual(together[1].Vector.ToArray());
    }

    [Fact]
    public void Embed_FileOfAnySize_GivesAVector()
    {
        using TemporaryFolder folder = new();

        float[] vector = Embedder.Embed(PictureFiles.WriteSquares(folder, 40)[0]).ToArray();

        vector.Should().HaveCount(512).And.OnlyContain(value => float.IsFinite(value)).And.Contain(value => value != 0);
    }

    [Fact]
    public void Embed_FromManyThreads_GivesTheSameVectors()
    {
        float[] expected = Embedder.Embed(Images.Read(0)).ToArray();

        Parallel.For(0, 8, _ => Embedder.Embed(Images.Read(0)).ToArray().Should().Equal(expected));
    }

    [Fact]
    public void Constructor_WhatDoesNotFit_IsToldWithTheCure()
    {
        Open(new()).Should().Throw<ArgumentException>().WithMessage("*does not say how images are prepared*ImagePreprocessing.ImageNet*");
        Open(new() { Preprocessing = new(new ViewShape(3, 32, 32), new Resize(32, 32)) })
            .Should().Throw<ArgumentException>().WithMessage("*takes images [3, 224, 224]*gives [3, 32, 32]*");
        Open(new() { Preprocessing = ImagePreprocessing.ImageNet, OutputName = "h" }).Should().Throw<ArgumentException>().WithMessage("*no output 'h'*");
        Open(new() { Preprocessing = ImagePreprocessing.ImageNet, InputLayout = PixelLayout.Interleaved })
            .Should().Throw<ArgumentException>().WithMessage("*takes images [224, 3, 224]*");
        Open(new() { Preprocessing = ImagePreprocessing.ImageNet, Embedding = { BatchSize = 0 } })
            .Should().Throw<OptionsValidationException>().WithMessage("*Embedding.BatchSize must be between 1 and 65536, but is 0*");
        new Func<object>(() => new OnnxImageEmbedder("nowhere.onnx")).Should().Throw<FileNotFoundException>();
        new Func<object>(() => new OnnxImageEmbedder([1, 2, 3], "broken")).Should().Throw<InvalidDataException>().WithMessage("*'broken'*");

        static Action Open(OnnxImageEmbedderOptions options) => () => new OnnxImageEmbedder(OnnxModels.ImageNet, options).Dispose();
    }

    [Fact]
    public void Dispose_Twice_RefusesLaterCalls()
    {
        OnnxImageEmbedder embedder = new(OnnxModels.ImageNet, new() { Preprocessing = ImagePreprocessing.ImageNet });
        IEnumerable<ImageEmbedding> begun = embedder.Embed(Images);

        embedder.Dispose();
        embedder.Dispose();

        embedder.Invoking(it => it.Embed(Images)).Should().Throw<ObjectDisposedException>();
        begun.Invoking(it => it.Count()).Should().Throw<ObjectDisposedException>();
    }

    public sealed class Model : IDisposable
    {
        public OnnxImageEmbedder Embedder { get; } = new(OnnxModels.ImageNet, new() { Preprocessing = ImagePreprocessing.ImageNet });

        public void Dispose() => Embedder.Dispose();
    }
}
