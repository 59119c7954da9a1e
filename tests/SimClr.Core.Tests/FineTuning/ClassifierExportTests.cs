using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;
using SimClr.Core.Evaluation;
using SimClr.Core.FineTuning;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.Onnx;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Interop.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.FineTuning;

/// <summary>A classifier as one ONNX file, in OnnxRuntime against the module.</summary>
public sealed class ClassifierExportTests : IDisposable
{
    private const int Side = 8;

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.At("classifier.onnx");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ExportOnnx_LayersOfAHead_GivesTheLogits(int layers)
    {
        using DisposeScope scope = NewDisposeScope();
        using ImageClassifier classifier = Create(layers);
        classifier.train();

        classifier.ExportOnnx(Target, options => options.Height = Side);

        classifier.training.Should().BeTrue("the module is not changed");
        using OnnxRun run = new(File.ReadAllBytes(Target));
        run.Outputs.Should().Equal("scores");
        Tensor images = OnnxNetworks.Images(5, Side, Side);
        OnnxNetworks.ShouldEqual(run.Run(images, "scores"), Logits(classifier, images));
    }

    [Fact]
    public void ExportOnnx_WithLayers_GivesThemToo()
    {
        using DisposeScope scope = NewDisposeScope();
        using ImageClassifier classifier = Create(layers: 2);
        classifier.eval();

        classifier.ExportOnnx(Target, options => (options.Height, options.Layers) = (Side, [0, 2]));

        using OnnxRun run = new(File.ReadAllBytes(Target));
        run.Outputs.Should().Equal("features", "embedding", "scores");
        Tensor images = OnnxNetworks.Images(5, Side, Side);
        using IDisposable noGradient = no_grad();
        OnnxNetworks.ShouldEqual(run.Run(images), classifier.Encoder.call(images));
        OnnxNetworks.ShouldEqual(run.Run(images, "embedding"), classifier.ProjectionHead!.call(classifier.Encoder.call(images)));
    }

    [Fact]
    public void ExportOnnx_FineTuned_IsAWholeModelInOneCall()
    {
        FineTuner tuner = Tuning.Tuner(Tuning.Options(epochs: 1).With(options => options.HeadLayers = 1));
        using SimClrModel pretrained = Tuning.Pretrained();
        using ImageClassifier classifier = tuner.Fit(pretrained, Tuning.Create, Tuning.Images);

        classifier.ExportOnnx(Target);

        using OnnxImageEmbedder exported = new(Target);
        exported.Metadata[OnnxExporter.ClassesKey].Should().Be("""["0","1","2","3"]""");
        float[] scores = [.. exported.Embed(Tuning.Images).SelectMany(image => image.Vector.ToArray())];
        float[] expected = classifier.Scores(Tuning.Images);
        scores.Should().HaveCount(expected.Length);
        // Both fold batch norms and differ by rounding, as the export tests bound it.
        scores.Zip(expected, (one, other) => (double)Math.Abs(one - other)).Max().Should().BeLessThan(1e-4 * expected.Max(Math.Abs));
    }

    [Fact]
    public void ExportOnnx_SizeUnknown_SaysSo()
    {
        using ImageClassifier classifier = Create(layers: 1);

        classifier.Invoking(it => it.ExportOnnx(Target)).Should().Throw<OptionsValidationException>().WithMessage("*height of the images must be set*");

        File.Exists(Target).Should().BeFalse();
        classifier.Dispose();
        classifier.Invoking(it => it.ExportOnnx(Target)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void ClassNames_FineTuned_AreThoseOfTheImages()
    {
        using SimClrModel pretrained = Tuning.Pretrained();
        using ImageClassifier classifier = Tuning.Tuner(Tuning.Options(epochs: 1)).Fit(pretrained.Encoder, Tuning.Create, Tuning.Images);

        classifier.ClassNames.Should().Equal(Tuning.Images.ClassNames);
        classifier.ToLinearClassifier().ClassNames.Should().Equal("0", "1", "2", "3");
    }

    [Fact]
    public void ClassNames_OfAnotherNumber_AreRefused()
    {
        using ImageClassifier classifier = Create(layers: 0);
        classifier.ClassNames.Should().BeEmpty();
        classifier.ToLinearClassifier().ClassNames.Should().BeEmpty();

        classifier.Invoking(it => it.ClassNames = ["a"]).Should().Throw<ArgumentException>().WithMessage("Expected 4 names of classes or none, found 1*");
        classifier.ClassNames = ["a", "b", "c", "d"];

        classifier.ToLinearClassifier().ClassNames.Should().Equal("a", "b", "c", "d");
    }

    private static ImageClassifier Create(int layers)
    {
        using SimClrModel pretrained = Tuning.Pretrained();
        MlpProjectionHead? head = layers == 0 ? null : ((MlpProjectionHead)pretrained.ProjectionHead).CopyLayers(layers);
        ImageClassifier classifier = new(Tuning.Create(1), 4, head, seed: 1);
        using IDisposable noGradient = no_grad();
        // The first weights are so small that logits would hardly differ.
        classifier.state_dict()["fc.weight"].mul_(200);
        return classifier;
    }

    private static Tensor Logits(ImageClassifier classifier, Tensor images)
    {
        using IDisposable noGradient = no_grad();
        classifier.eval();
        return classifier.call(images);
    }
}
