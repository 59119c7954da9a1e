using Microsoft.Extensions.AI;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Embeddings;

public sealed class ImageEmbedderTests
{
    private static readonly ImagePreprocessing Preprocessing = new(new ViewShape(3, 16, 16), new EvaluationCrop(16), Normalize.Cifar10);
    private static readonly DrawnImages Images = new(11, side: 20);

    public static TheoryData<string> Networks => ["folded", "not folded"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Embed_Source_GivesTheFeaturesInOrder(string network)
    {
        using Encoder encoder = EncoderOf(network);
        FeatureSet features = new FeatureExtractor(encoder, new() { Preprocessing = Preprocessing.Steps, BatchSize = 4 }).Extract(Images);
        using ImageEmbedder embedder = new(encoder, Preprocessing, new() { BatchSize = 4 });

        ImageEmbedding[] embeddings = [.. embedder.Embed(Images)];

        embedder.Dimension.Should().Be(features.Dimension);
        embeddings.Select(image => image.Index).Should().Equal(Enumerable.Range(0, 11));
        embeddings.SelectMany(image => image.Vector.ToArray()).Should().Equal(Enumerable.Range(0, 11).SelectMany(index => features.Row(index).ToArray()));
    }

    [Fact]
    public void Embed_SourceWithPathsAndLabels_PassesThemOn()
    {
        using TemporaryFolder folder = new();
        string[] paths = PictureFiles.WriteSquares(folder, 20, 24);
        using Encoder encoder = EncoderOf("folded");
        using ImageEmbedder embedder = new(encoder, Preprocessing);

        embedder.Embed(new ImageFileSource(paths, [1, null])).Select(image => (image.Path, image.Label)).Should().Equal((paths[0], 1), (paths[1], null));
    }

    [Fact]
    public void Embed_FileStreamAndImage_GiveOneVector()
    {
        using TemporaryFolder folder = new();
        string path = PictureFiles.WriteSquares(folder, 20)[0];
        using Encoder encoder = EncoderOf("folded");
        using ImageEmbedder embedder = new(encoder, Preprocessing);
        using FileStream stream = File.OpenRead(path);

        float[] vector = embedder.Embed(path).ToArray();

        vector.Should().HaveCount(embedder.Dimension).And.Contain(value => value != 0);
        embedder.Embed(stream).ToArray().Should().Equal(vector);
        embedder.Embed(Image.Load(path)).ToArray().Should().Equal(vector);
    }

    [Fact]
    public void Embed_Normalized_HasUnitLength()
    {
        using Encoder encoder = EncoderOf("folded");
        using ImageEmbedder plain = new(encoder, Preprocessing), unit = new(encoder, Preprocessing, new() { Normalize = true });
        float[] vector = plain.Embed(Images.Read(0)).ToArray();
        double norm = Math.Sqrt(vector.Sum(value => (double)value * value));

        float[] normalized = unit.Embed(Images.Read(0)).ToArray();

        // Each value is rounded once, by a norm that is off by at most as many roundings as there are values.
        normalized.Zip(vector).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second / norm) <= vector.Length * 6e-8);
    }

    [Fact]
    public void Embed_GrayNetwork_DecodesFilesToGray()
    {
        using TemporaryFolder folder = new();
        string path = PictureFiles.WriteSquares(folder, 20)[0];
        using ResNetEncoder encoder = new(ResNetDepth.ResNet10, new() { WidthMultiplier = 1 / 16.0, Stem = ResNetStem.Cifar, InputChannels = 1 });
        using ImageEmbedder embedder = new(encoder, new ImagePreprocessing(new ViewShape(1, 16, 16), new EvaluationCrop(16)));

        embedder.Embed(path).Length.Should().Be(encoder.FeatureDimension);
        embedder.Invoking(it => it.Embed(Images.Read(0))).Should().Throw<ArgumentException>().WithMessage("*expects 1 channels*image 0*");
    }

    [Fact]
    public void Constructor_OtherChannels_IsRefused()
    {
        using Encoder encoder = EncoderOf("folded");

        new Func<object>(() => new ImageEmbedder(encoder, new ImagePreprocessing(new ViewShape(1, 16, 16))))
            .Should().Throw<ArgumentException>().WithMessage("*expects 3 channels*preprocessing gives [1, 16, 16]*");
    }

    [Fact]
    public void Embed_PreprocessingOfAnotherSize_IsRefused()
    {
        using Encoder encoder = EncoderOf("folded");
        using ImageEmbedder embedder = new(encoder, new ImagePreprocessing(new ViewShape(3, 16, 16), new Resize(8, 8)));

        embedder.Invoking(it => it.Embed(Images).Count()).Should().Throw<ArgumentException>().WithMessage("*should give [3, 16, 16]*gives [3, 8, 8]*");
    }

    [Fact]
    public void Embed_AfterTheEncoderChanged_StaysTheSameWhereItWasFolded()
    {
        using Encoder encoder = EncoderOf("folded");
        using ImageEmbedder before = new(encoder, Preprocessing);
        float[] vector = before.Embed(Images.Read(0)).ToArray();
        using (no_grad())
            encoder.parameters().First().mul_(2);
        using ImageEmbedder after = new(encoder, Preprocessing);

        before.Embed(Images.Read(0)).ToArray().Should().Equal(vector);
        after.ModelId.Should().NotBe(before.ModelId).And.StartWith("ResNetEncoder-");
    }

    [Fact]
    public void Pipeline_AndItsCheckpoint_GiveOneEmbedder()
    {
        using TemporaryFolder folder = new();
        using SimClrPipeline simclr = PipelineOf(folder.Path);
        simclr.Train();
        using ImageEmbedder live = simclr.CreateEmbedder();
        string checkpoint = Directory.EnumerateFiles(folder.Path, "*.safetensors").Single();

        foreach (string path in new[] { folder.Path, checkpoint })
        {
            using ImageEmbedder loaded = ImageEmbedder.Load(path);
            loaded.ModelId.Should().Be(live.ModelId);
            loaded.Preprocessing.ToJson().Should().Be(live.Preprocessing.ToJson()).And.Contain("\"height\":16").And.Contain("Normalize");
            loaded.Embed(Images.Read(3)).ToArray().Should().Equal(live.Embed(Images.Read(3)).ToArray());
        }
    }

    [Fact]
    public void Load_TransformersCheckpoint_OwnsItsEncoder()
    {
        using TemporaryFolder folder = new();
        using SimClrPipeline simclr = PipelineOf(folder.Path, builder => builder.UseVisionTransformer(o => (o.ImageSize, o.Width, o.Depth) = (16, 24, 1)));
        simclr.Train();
        using ImageEmbedder live = simclr.CreateEmbedder();

        using ImageEmbedder loaded = ImageEmbedder.Load(folder.Path);

        loaded.Embed(Images.Read(3)).ToArray().Should().Equal(live.Embed(Images.Read(3)).ToArray());
    }

    [Fact]
    public void Load_CustomPartsOrNothing_SaysWhatToDo()
    {
        using TemporaryFolder custom = new(), step = new(), empty = new();
        using (SimClrPipeline simclr = PipelineOf(custom.Path, builder => builder.UseEncoder(_ => new ModuleEncoder(Flat(), 3, 4))))
            simclr.Train();
        using (SimClrPipeline simclr = PipelineOf(step.Path, builder => builder.UseEvaluationPreprocessing(new LambdaAugmentation("Own", (_, _) => { }))))
            simclr.Train();

        Load(custom.Path).Should().Throw<CheckpointException>().WithMessage("*ResNetEncoder, VisionTransformerEncoder*model.encoder.*");
        Load(step.Path).Should().Throw<CheckpointException>().WithMessage("*custom operation*");
        Load(empty.Path).Should().Throw<CheckpointException>().WithMessage("*holds no checkpoint*");
        Load(Path.Combine(empty.Path, "no.safetensors")).Should().Throw<IOException>();

        static Action Load(string path) => () => ImageEmbedder.Load(path).Dispose();
    }

    [Fact]
    public void Embed_FromManyThreads_GivesTheSameVectors()
    {
        using Encoder encoder = EncoderOf("not folded");
        using ImageEmbedder embedder = new(encoder, Preprocessing, new() { BatchSize = 3 });
        float[] expected = [.. embedder.Embed(Images).SelectMany(image => image.Vector.ToArray())];

        Parallel.For(0, 16, _ => embedder.Embed(Images).SelectMany(image => image.Vector.ToArray()).Should().Equal(expected));
    }

    [Fact]
    public void Dispose_Twice_RefusesLaterCalls()
    {
        using Encoder encoder = EncoderOf("folded");
        ImageEmbedder embedder = new(encoder, Preprocessing);
        IEnumerable<ImageEmbedding> begun = embedder.Embed(Images);

        embedder.Dispose();
        embedder.Dispose();

        embedder.Invoking(it => it.Embed(Images)).Should().Throw<ObjectDisposedException>();
        begun.Invoking(it => it.Count()).Should().Throw<ObjectDisposedException>();
        using Tensor alive = encoder.call(zeros(1, 3, 16, 16));
    }

    [Fact]
    public async Task Generator_OfExtensionsAI_GivesVectorsAndMetadata()
    {
        using Encoder encoder = EncoderOf("folded");
        ImageEmbedder embedder = new(encoder, Preprocessing);
        byte[] file = PictureFiles.Encode(PictureFiles.Noise(20, 20), 20);
        using IEmbeddingGenerator<Image, Embedding<float>> generator = Generator(embedder);

        GeneratedEmbeddings<Embedding<float>> two = await generator.GenerateAsync([Images.Read(0), Image.Decode(file)]);
        Embedding<float> ofContent = (await embedder.ForDataContent().GenerateAsync([new DataContent(file, "image/png")])).Single();
        EmbeddingGeneratorMetadata metadata = generator.GetRequiredService<EmbeddingGeneratorMetadata>();

        two.Select(embedding => embedding.ModelId).Should().Equal(embedder.ModelId, embedder.ModelId);
        EmbeddingVectors.ShouldBeEqual(two[0].Vector, embedder.Embed(Images.Read(0)));
        EmbeddingVectors.ShouldBeEqual(ofContent.Vector, two[1].Vector);
        (metadata.DefaultModelDimensions, metadata.DefaultModelId).Should().Be((embedder.Dimension, embedder.ModelId));
        (await generator.GenerateAsync([])).Should().BeEmpty();
        await generator.Awaiting(it => it.GenerateAsync([Images.Read(0)], new() { Dimensions = 7 })).Should().ThrowAsync<ArgumentException>().WithMessage("*found 7*");
        await embedder.ForDataContent().Awaiting(it => it.GenerateAsync([new DataContent("text"u8.ToArray(), "text/plain")]))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*text/plain*");
    }

    // As a program has it that was given the interface.
    private static IEmbeddingGenerator<Image, Embedding<float>> Generator(IImageEmbedder embedder) => embedder;

    internal static Encoder EncoderOf(string network)
    {
        Encoder encoder = network == "folded"
            ? new ResNetEncoder(ResNetDepth.ResNet10, new() { WidthMultiplier = 1 / 16.0, Stem = ResNetStem.Cifar }, seed: 3)
            : new VisionTransformerEncoder(new() { ImageSize = 16, PatchSize = 4, Width = 24, Depth = 1 }, seed: 3);
        return encoder;
    }

    private static nn.Module<Tensor, Tensor> Flat() => nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 4));

    private static SimClrPipeline PipelineOf(string folder, Action<SimClrBuilder>? configure = null)
    {
        SimClrBuilder builder = new SimClrBuilder()
            .UseImages(Images)
            .UseAugmentations(a => a.RandomResizedCrop(16).RandomHorizontalFlip().Normalize([0.5f], [0.25f]))
            .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (1 / 16.0, ResNetStem.Cifar))
            .UseCheckpoints(folder)
            .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (4, 1));
        configure?.Invoke(builder);
        return builder.Build();
    }
}
